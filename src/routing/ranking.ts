import type { WhereConfig } from '../config/config.ts'
import type { CandidateRecord } from '../core/record.ts'
import { type Constraints, constraintsOf, removedBy } from './filter.ts'
import { isNamed } from './filters/providers.ts'
import type { Figures } from './health-view.ts'
import type { PlanContext } from './plan.ts'
import { wishesOf } from './prefer.ts'
import { NO_PREFERENCES, type Preferences } from './preferences.ts'
import { rank, type Ranked } from './rank.ts'
import { NO_FACTS, type RequestFacts } from './request-facts.ts'
import type { Route } from './route.ts'
import { STRATEGIES } from './strategies/index.ts'
import { preferredOrder } from './strategies/preferred-order.ts'
import { stickyOver } from './strategies/sticky.ts'
import type { Strategy, StrategyContext } from './strategies/strategy.ts'
import type { Target } from './target.ts'

/** Ranks the routes of one plan, and writes down every candidate: once for each route that names it. */
export class Ranking {
  readonly candidates: CandidateRecord[] = []
  readonly #context: PlanContext
  readonly #facts: RequestFacts
  readonly #preferences: Preferences
  readonly #scoring: StrategyContext
  /** What holds for every target of the plan, whichever route brings it in. */
  readonly #wheres: readonly (WhereConfig | null)[]
  readonly #constraints = new Map<WhereConfig | null, Constraints>()

  constructor(route: Route, context: PlanContext) {
    this.#context = context
    this.#facts = context.facts ?? NO_FACTS
    this.#preferences = context.preferences ?? NO_PREFERENCES
    this.#wheres = [route.where, this.#preferences.where, ...(context.wheres ?? [])]
    const { random, nowMs, turn } = context
    this.#scoring = { random, nowMs, turn, facts: this.#facts, figures: figuresOf(context) }
  }

  /** Every target that may be used, one route after the other; or all in one order, where the request asks for it. */
  rank(routes: readonly Route[]): Ranked[] {
    const [first] = routes
    if (first === undefined) return []
    if (this.#preferences.sortAcross === 'all') {
      const targets = routes.flatMap((route, index) => inOneList(this.#allowed(route), index))
      return this.#ranked(targets, first)
    }
    return routes.flatMap((route) => this.#ranked(this.#allowed(route), route))
  }

  #constraintsOf(route: Route): Constraints {
    const known = this.#constraints.get(route.where)
    if (known !== undefined) return known
    const { nowMs } = this.#context
    const removes = (target: Target) => this.#context.removes(target) ?? this.#outOfOrder(target)
    const made = constraintsOf([...new Set([...this.#wheres, route.where])], {
      facts: this.#facts,
      nowMs,
      removes,
    })
    this.#constraints.set(route.where, made)
    return made
  }

  #allowed(route: Route): Target[] {
    const constraints = this.#constraintsOf(route)
    return route.targets.filter((target) => {
      const reason = removedBy(target, constraints)
      if (reason === null) return true
      this.candidates.push({ target: target.id, score: null, parts: {}, removedBy: reason })
      return false
    })
  }

  #ranked(targets: readonly Target[], route: Route): Ranked[] {
    const { health, random, nowMs, healthNowMs = nowMs } = this.#context
    const wishes = wishesOf([route.prefer, this.#preferences.prefer], this.#facts)
    const strategy = strategyOf(route, this.#preferences)
    const scoring = this.#scoring
    const overLimit = (target: Target) => this.#context.overLimit?.(route, target) ?? null
    const ranked = rank(targets, strategy, { scoring, health, healthNowMs, wishes, random, overLimit })
    for (const { target, score, parts, blockedBy } of ranked) {
      const shown = Number.isFinite(score) ? score : null
      this.candidates.push({ target: target.id, score: shown, parts, removedBy: blockedBy })
    }
    return ranked
  }

  /** Where only those of the caller's `order` are wanted. */
  #outOfOrder(target: Target): string | null {
    const { order, allowFallbacks } = this.#preferences
    if (order === null || allowFallbacks) return null
    return order.some((name) => isNamed(target, name)) ? null : 'allow-fallbacks'
  }
}

function strategyOf({ strategy, sticky }: Route, { sort, order }: Preferences): Strategy {
  if (order !== null) return preferredOrder(order, STRATEGIES[sort ?? strategy])
  if (sort !== null) return STRATEGIES[sort]
  return sticky === null ? STRATEGIES[strategy] : stickyOver(innerOf(strategy), sticky)
}

/** A route that is sticky by its strategy and by a setting is so by the setting. */
function innerOf(strategy: Route['strategy']): Strategy {
  return STRATEGIES[strategy === 'sticky' ? 'balanced' : strategy]
}

/** Reads what was measured of each target once, and only where somebody asks. */
function figuresOf({ health, nowMs, healthNowMs = nowMs }: PlanContext): (target: Target) => Figures {
  const known = new Map<string, Figures>()
  return ({ id }) => {
    let figures = known.get(id)
    if (figures === undefined) {
      figures = health.figures(id, healthNowMs)
      known.set(id, figures)
    }
    return figures
  }
}

/** Places are told apart by their numbers, so those of every further route begin where none has been. */
function inOneList(targets: readonly Target[], index: number): Target[] {
  return targets.map((target) => ({ ...target, position: target.position + index * PLACES_MAX }))
}

const PLACES_MAX = 100_000
