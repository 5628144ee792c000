import type { Random } from '../core/ports.ts'
import type { Standing } from './health.ts'
import type { HealthView } from './health-view.ts'
import { disappoints, type Wishes } from './prefer.ts'
import { type Strategy, type StrategyContext, weightedDraw } from './strategies/strategy.ts'
import type { Target } from './target.ts'

/** A target that may be used, and where it stands. */
export interface Ranked {
  readonly target: Target
  readonly score: number
  /** Without infinities: JSON has no word for them. */
  readonly parts: Readonly<Record<string, number>>
  readonly standing: Standing
  /** Why it is not tried while others are well; null where it is well itself. */
  readonly blockedBy: string | null
}

/**
 * Puts targets in order. First come those that are well and fulfil every wish, then those that disappoint one, then
 * those on standby, then those that are not well; within each of these groups it is as the strategy says. Equal scores
 * keep the order of the route, and the credentials of one place are drawn by their weights.
 */
export function rank(targets: readonly Target[], strategy: Strategy, context: RankContext): Ranked[] {
  const groups: [Entry[], Entry[], Entry[], Entry[]] = [[], [], [], []]
  for (const target of targets) {
    const entry = entryOf(target, context)
    groups[groupOf(entry)].push(entry)
  }
  const ranked: Entry[] = []
  for (const group of groups) {
    if (group.length === 0) continue
    score(group, strategy, context)
    ranked.push(...group.sort(byRank))
  }
  return ranked
}

export interface RankContext {
  readonly scoring: StrategyContext
  readonly health: HealthView
  /** By the clock that the health goes by. */
  readonly healthNowMs: number
  readonly wishes: Wishes
  readonly random: Random
  /** Why a target is past a limit of the route's own; null where it keeps to them. */
  readonly overLimit: (target: Target) => string | null
}

/** What of a target is found out as the ranking goes on: one object for each, since there may be many. */
interface Entry extends Ranked {
  readonly flaw: string | null
  score: number
  tier: number
  parts: Readonly<Record<string, number>>
  tieBreak: number
}

function entryOf(target: Target, { scoring, health, healthNowMs, wishes, overLimit }: RankContext): Entry {
  const standing = health.standing(target.id, healthNowMs)
  return {
    target,
    standing,
    blockedBy: reasonOf(standing) ?? overLimit(target),
    flaw: disappoints(target, scoring.figures, wishes),
    score: Number.POSITIVE_INFINITY,
    tier: 0,
    parts: NO_PARTS,
    tieBreak: 0,
  }
}

const NO_PARTS = Object.freeze({})

function groupOf({ target, blockedBy, flaw }: Entry): 0 | 1 | 2 | 3 {
  if (blockedBy !== null) return 3
  if (target.isStandby) return 2
  return flaw === null ? 0 : 1
}

function score(group: readonly Entry[], strategy: Strategy, { scoring, random }: RankContext): void {
  const scores = strategy(
    group.map(({ target }) => target),
    scoring,
  )
  for (let index = 0; index < group.length; index++) {
    const entry = group[index] as Entry // The loop's condition.
    const given = scores[index]
    if (given === undefined) continue
    entry.score = given.score
    entry.tier = given.tier ?? 0
    entry.parts = partsOf(given.parts, entry)
    const isShared = isSamePlace(entry, group[index - 1]) || isSamePlace(entry, group[index + 1])
    if (isShared) entry.tieBreak = weightedDraw(entry.target.credentialWeight, random)
  }
}

/** The credentials of one place stand side by side. */
function isSamePlace({ target }: Entry, neighbour: Entry | undefined): boolean {
  return neighbour !== undefined && neighbour.target.position === target.position
}

function partsOf(parts: Ranked['parts'], { tier, flaw, target }: Entry): Ranked['parts'] {
  const hasTier = tier !== 0 && Number.isFinite(tier)
  if (!hasTier && flaw === null && !target.isStandby) return parts
  return {
    ...parts,
    ...(hasTier ? { tier } : {}),
    ...(flaw === null ? {} : { [flaw]: 1 }),
    ...(target.isStandby ? { standby: 1 } : {}),
  }
}

function byRank(a: Entry, b: Entry): number {
  if (a.tier !== b.tier) return a.tier < b.tier ? -1 : 1
  if (a.score !== b.score) return a.score < b.score ? -1 : 1
  return a.target.position - b.target.position || a.tieBreak - b.tieBreak
}

function reasonOf(standing: Standing): string | null {
  switch (standing.type) {
    case 'ready':
    case 'half-open':
      return null
    case 'open':
      return 'breaker-open'
    case 'full':
    case 'crowded':
      return 'rate-limited'
    case 'refused':
      return 'credential-refused'
  }
}
