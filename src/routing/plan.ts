import type { Random } from '../core/ports.ts'
import type { CandidateRecord, DecisionRecord } from '../core/record.ts'
import type { Health, Standing } from './health.ts'
import type { Route } from './route.ts'
import { STRATEGIES } from './strategies/index.ts'
import { weightedDraw } from './strategies/strategy.ts'
import type { Target } from './target.ts'

/**
 * Candidates → filters → score → order. Pure but for the health it is handed: the same route, seed, turn and health
 * give the same plan.
 */
export function planRoute(route: Route, context: PlanContext): Plan {
  const candidates: CandidateRecord[] = []
  const targets = orderAll([route, ...route.fallbacks], context, candidates)
  return {
    targets,
    onContextLength: orderAll(route.onContextLength, context, candidates),
    onContentPolicy: orderAll(route.onContentPolicy, context, candidates),
    decision: {
      id: context.decisionId,
      seed: context.seed,
      revision: context.revision,
      target: targets[0]?.id ?? null,
      candidates,
    },
    fullUntilMs: targets.length > 0 ? null : roomAtMs(route, context),
  }
}

export interface PlanContext {
  readonly decisionId: string
  readonly seed: string
  readonly revision: string
  readonly random: Random
  readonly nowMs: number
  readonly turn: number
  readonly health: Pick<Health, 'standing'>
  /** The reason to remove a target, or null. Fail closed: a fact that is missing is a reason. */
  readonly removes: (target: Target) => string | null
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

interface Ranked {
  readonly target: Target
  readonly score: number
  readonly parts: Readonly<Record<string, number>>
  /** Orders the credentials of one place. */
  readonly tieBreak: number
  readonly standing: Standing
}

function orderAll(routes: readonly Route[], context: PlanContext, candidates: CandidateRecord[]): Target[] {
  const ready: Target[] = []
  const lastResort: Ranked[] = []
  for (const route of routes) {
    for (const ranked of rank(route, context, candidates)) {
      const removedBy = blockedBy(ranked.standing)
      if (removedBy === null) ready.push(ranked.target)
      else if (ranked.standing.type !== 'full') lastResort.push(ranked)
      const { target, score, parts } = ranked
      candidates.push({ target: target.id, score: Number.isFinite(score) ? score : null, parts, removedBy })
    }
  }
  if (ready.length > 0) return unique(ready)
  // A breaker protects a provider while others serve. When nothing else is left, the one due soonest is tried.
  return unique(lastResort.sort((a, b) => dueMs(a.standing) - dueMs(b.standing)).map(({ target }) => target))
}

function rank(route: Route, context: PlanContext, candidates: CandidateRecord[]): Ranked[] {
  const allowed = route.targets.filter((target) => {
    const removedBy = context.removes(target)
    if (removedBy !== null) candidates.push({ target: target.id, score: null, parts: {}, removedBy })
    return removedBy === null
  })
  const scores = STRATEGIES[route.strategy](allowed, context)
  return allowed
    .map((target, index) => ({
      target,
      score: scores[index]?.score ?? Number.POSITIVE_INFINITY,
      parts: scores[index]?.parts ?? {},
      tieBreak: allowed.length === 1 ? 0 : weightedDraw(target.credentialWeight, context.random),
      standing: context.health.standing(target.id, context.nowMs),
    }))
    .sort(byRank)
}

function byRank(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return a.score < b.score ? -1 : 1
  return a.target.position - b.target.position || a.tieBreak - b.tieBreak
}

function blockedBy(standing: Standing): string | null {
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

function dueMs(standing: Standing): number {
  return 'untilMs' in standing ? standing.untilMs : 0
}

/** A fallback route may name a target that the route itself has. */
function unique(targets: readonly Target[]): Target[] {
  const seen = new Set<string>()
  return targets.filter(({ id }) => !seen.has(id) && seen.add(id))
}

function roomAtMs(route: Route, context: PlanContext): number | null {
  const times = [route, ...route.fallbacks]
    .flatMap(({ targets }) => targets)
    .filter((target) => context.removes(target) === null)
    .map((target) => context.health.standing(target.id, context.nowMs))
    .flatMap((standing) => (standing.type === 'full' ? [standing.untilMs] : []))
  return times.length === 0 ? null : Math.min(...times)
}
