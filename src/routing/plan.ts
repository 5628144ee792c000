import type { WhereConfig } from '../config/config.ts'
import type { Random } from '../core/ports.ts'
import type { CandidateRecord, DecisionRecord } from '../core/record.ts'
import type { HealthView } from './health-view.ts'
import type { Standing } from './health.ts'
import { NO_PREFERENCES, type Preferences } from './preferences.ts'
import type { Ranked } from './rank.ts'
import { Ranking } from './ranking.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Route } from './route.ts'
import type { Target } from './target.ts'

/**
 * Candidates → filters → score → order → plan. Pure but for the health it is handed: the same route, facts, seed, turn
 * and health give the same plan.
 */
export function planRoute(route: Route, context: PlanContext): Plan {
  const ranking = new Ranking(route, context)
  const { allowFallbacks, order } = context.preferences ?? NO_PREFERENCES
  const isAlone = !allowFallbacks && order === null
  const own = allowFallbacks ? [route, ...route.fallbacks] : [route]
  const main = planned(ranking.rank(own))
  const onContextLength = planned(allowFallbacks ? ranking.rank(route.onContextLength) : [])
  const onContentPolicy = planned(allowFallbacks ? ranking.rank(route.onContentPolicy) : [])
  // What is surely too long for all of them goes at once where it would have gone after their refusal.
  const isTooLong = main.targets.length === 0 && ranking.candidates.some(isOutgrown)
  const all = isTooLong ? onContextLength.targets : main.targets
  const targets = isAlone ? all.slice(0, 1) : all
  const candidates = isAlone ? withoutFallbacks(ranking.candidates, targets) : ranking.candidates
  return {
    targets,
    onContextLength: onContextLength.targets,
    onContentPolicy: onContentPolicy.targets,
    decision: {
      id: context.decisionId,
      seed: context.seed,
      revision: context.revision,
      target: targets[0]?.id ?? null,
      candidates,
    },
    fullUntilMs: targets.length > 0 ? null : inOurTime(main.fullUntilMs, context),
  }
}

export interface PlanContext {
  readonly decisionId: string
  readonly seed: string
  readonly revision: string
  readonly random: Random
  /** Epoch milliseconds: prices have dates. */
  readonly nowMs: number
  /** The same instant by the clock of the health; absent where that is the same clock. */
  readonly healthNowMs?: number
  readonly turn: number
  readonly health: HealthView
  /** The reason to remove a target, or null. Fail closed: a fact that is missing is a reason. */
  readonly removes: (target: Target) => string | null
  /** Why a target of a route is past one of that route's own limits; null where it keeps to them. */
  readonly overLimit?: (route: Route, target: Target) => string | null
  /** What is known of the request. */
  readonly facts?: RequestFacts
  /** What the request itself asks for. */
  readonly preferences?: Preferences
  /** What else must hold for every target, such as the restrictions of the caller's key. */
  readonly wheres?: readonly WhereConfig[]
}

export interface Plan {
  /** To be tried in this order. Empty when nothing may be tried. */
  readonly targets: readonly Target[]
  readonly onContextLength: readonly Target[]
  readonly onContentPolicy: readonly Target[]
  readonly decision: DecisionRecord
  /** Set when every target that is allowed is full: when the first has room again, in epoch milliseconds. */
  readonly fullUntilMs: number | null
}

/** What of the ranked targets is tried, each once. */
function planned(ranked: readonly Ranked[]) {
  // A fallback goes before what a route has on standby: that is for when nothing else is left.
  const inTurn: Ranked[] = []
  const standby: Ranked[] = []
  for (const each of ranked) {
    if (each.blockedBy === null) (each.target.isStandby ? standby : inTurn).push(each)
  }
  if (inTurn.length + standby.length > 0) return { targets: unique(inTurn, standby), fullUntilMs: null }
  // A breaker protects a provider while others serve. When nothing else is left, the one due soonest is tried.
  const lastResort = ranked
    .filter(({ standing }) => standing.type !== 'full')
    .sort((a, b) => dueMs(a.standing) - dueMs(b.standing))
  const fullUntilMs = Math.min(...ranked.map(({ standing }) => fullMs(standing)))
  return {
    targets: unique(lastResort),
    fullUntilMs: Number.isFinite(fullUntilMs) ? fullUntilMs : null,
  }
}

function dueMs(standing: Standing): number {
  return 'untilMs' in standing ? standing.untilMs : 0
}

function fullMs(standing: Standing): number {
  return standing.type === 'full' ? standing.untilMs : Number.POSITIVE_INFINITY
}

/** A fallback route may name a target that the route itself has. */
function unique(...lists: readonly (readonly Ranked[])[]): Target[] {
  const seen = new Set<string>()
  const targets: Target[] = []
  for (const list of lists) {
    for (const { target } of list) {
      if (seen.has(target.id)) continue
      seen.add(target.id)
      targets.push(target)
    }
  }
  return targets
}

function isOutgrown({ removedBy }: CandidateRecord): boolean {
  return removedBy === 'context-length'
}

function withoutFallbacks(
  candidates: readonly CandidateRecord[],
  [only]: readonly Target[],
): CandidateRecord[] {
  return candidates.map((candidate) =>
    candidate.removedBy === null && candidate.target !== only?.id
      ? { ...candidate, removedBy: 'allow-fallbacks' }
      : candidate,
  )
}

function inOurTime(untilMs: number | null, { nowMs, healthNowMs = nowMs }: PlanContext): number | null {
  return untilMs === null ? null : untilMs + nowMs - healthNowMs
}
