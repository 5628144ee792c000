import type { Price } from '../../core/price.ts'
import type { CostTier } from './cost-tier.ts'
import { blendedUsd, priceRanks } from './price-rank.ts'
import { isAllowed, matchesPattern, type Restrictions } from './restrictions.ts'
import type { TaskClass } from '../../core/task-class.ts'
import type { Task } from './task-class.ts'

/** A model that could be chosen: one that a configured provider serves, with the best price of those that do. */
export interface AutoCandidate {
  /** `author/slug` of the catalogue. */
  readonly slug: string
  readonly price: Price | null
  readonly contextTokens: number | null
  readonly inputModalities: readonly string[] | null
  /** Whether it can call tools; null when unknown, which is not held against it. */
  readonly tools: boolean | null
}

/** What the operator says of `auto`. */
export interface AutoSettings {
  readonly tier: CostTier
  /** Patterns of slugs, the best first. Empty: the price decides. */
  readonly strong: readonly string[]
  readonly weak: readonly string[]
  /** Classes that do not ask the score: always a strong model, or always a weak one. */
  readonly classes: Readonly<Partial<Record<TaskClass, Strength>>>
}

export type Strength = 'weak' | 'strong'

export interface Asked {
  readonly task: Pick<Task, 'class' | 'shape'>
  /** The probability that a weak model is as good (`RouterModel.suffices`). */
  readonly suffices: number
  /** Below it a strong model is asked for (`RouterModel.threshold`). */
  readonly threshold: number
  /** The caller's, or else the operator's. */
  readonly tier: CostTier
  readonly restrictions: Restrictions
}

export interface Choice {
  readonly strength: Strength
  /** What decided that: the operator's word on the class, or the score. */
  readonly decidedBy: 'class' | 'score'
  /** Slugs to be tried in this order. Empty when nothing may be chosen. */
  readonly models: readonly string[]
  /** All candidates: those chosen in order, then those removed. */
  readonly candidates: readonly AutoCandidateRecord[]
}

/** As in the decision record, for a model in place of a target. */
export interface AutoCandidateRecord {
  readonly model: string
  /** Lower goes first. Null where a filter removed it. */
  readonly score: number | null
  readonly parts: Readonly<Record<string, number>>
  readonly removedBy: string | null
}

/**
 * Filters → strength → order. Pure: the same request, candidates and settings give the same choice.
 *
 * The models that the operator names for the wanted strength go first, in his order. All others follow by their
 * distance from the place in the order of prices that the tier and the strength ask for.
 */
export function chooseModels(
  asked: Asked,
  candidates: readonly AutoCandidate[],
  settings: AutoSettings,
): Choice {
  const byClass = settings.classes[asked.task.class]
  const strength = byClass ?? (asked.suffices < asked.threshold ? 'strong' : 'weak')
  const judged = candidates.map((candidate) => ({
    candidate,
    removedBy: removes(candidate, asked, settings),
  }))
  const left = judged.flatMap(({ candidate, removedBy }) => (removedBy === null ? [candidate] : []))
  const ranks = priceRanks(left)
  const chosen = left
    .map((candidate) => scored(candidate, ranks.get(candidate.slug) ?? null, strength, asked, settings))
    .sort(inOrder(strength))
  const removed = judged.flatMap(({ candidate, removedBy }) =>
    removedBy === null ? [] : [{ model: candidate.slug, score: null, parts: {}, removedBy }],
  )
  return {
    strength,
    decidedBy: byClass === undefined ? 'score' : 'class',
    models: chosen.map(({ model }) => model),
    candidates: [...chosen, ...removed],
  }
}

/**
 * Where in the order of prices, from 0 to 1, the wanted model stands. Never the dearest of all: the last few points
 * of price buy models for special work.
 */
const PLACES: Readonly<Record<CostTier, Readonly<Record<Strength, number>>>> = {
  low: { weak: 0.1, strong: 0.6 },
  balanced: { weak: 0.25, strong: 0.75 },
  high: { weak: 0.4, strong: 0.9 },
}

/** What a model is taken to hold where the catalogue does not say. */
const UNKNOWN_CONTEXT_TOKENS = 8_192

function removes(
  candidate: AutoCandidate,
  { task, restrictions }: Asked,
  settings: AutoSettings,
): string | null {
  const { slug, contextTokens, inputModalities, tools } = candidate
  const { shape } = task
  if (!isAllowed(slug, restrictions)) return 'model-restrictions'
  for (const kind of shape.media) if (inputModalities?.includes(kind) !== true) return `no-${kind}-input`
  if (shape.usesTools && tools === false) return 'no-tools'
  if (shape.tokens > (contextTokens ?? UNKNOWN_CONTEXT_TOKENS)) return 'context-length'
  if (blendedUsd(candidate.price) === null && !isNamed(slug, settings)) return 'unknown-price'
  return null
}

function isNamed(slug: string, { strong, weak }: AutoSettings): boolean {
  return [...strong, ...weak].some((pattern) => matchesPattern(slug, pattern))
}

/** Named for the wanted strength: its place in the list, below 0. Not named: the distance, which is 0 to 1, or 2. */
function scored(
  { slug, price }: AutoCandidate,
  rank: number | null,
  strength: Strength,
  { suffices, threshold, tier }: Asked,
  settings: AutoSettings,
): Scored {
  const wanted = settings[strength]
  const named = wanted.findIndex((pattern) => matchesPattern(slug, pattern))
  const distance = rank === null ? 2 : Math.abs(rank - PLACES[tier][strength])
  const usd = blendedUsd(price)
  return {
    model: slug,
    score: named === -1 ? distance : named - wanted.length,
    parts: {
      suffices,
      threshold,
      ...(rank === null ? {} : { priceRank: rank }),
      ...(usd === null ? {} : { usdPerMillion: usd }),
      ...(named === -1 ? {} : { named }),
    },
    removedBy: null,
  }
}

interface Scored extends AutoCandidateRecord {
  readonly score: number
}

/** Equal scores: a strong model may cost more, a weak one should not. Names last, so that the order is total. */
function inOrder(strength: Strength): (a: Scored, b: Scored) => number {
  const sign = strength === 'strong' ? -1 : 1
  return (a, b) =>
    a.score - b.score ||
    sign * ((a.parts.usdPerMillion ?? 0) - (b.parts.usdPerMillion ?? 0)) ||
    (a.model < b.model ? -1 : 1)
}
