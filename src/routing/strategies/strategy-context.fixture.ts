import { figures } from '../health-view.fixture.ts'
import type { Figures } from '../health-view.ts'
import { seededRandom } from '../random.ts'
import type { Target } from '../target.ts'
import type { Strategy, StrategyContext } from './strategy.ts'

/** A context in which nothing is known but what a test gives. */
export function strategyContext(fields: Partial<StrategyContext> = {}): StrategyContext {
  return { random: () => 0, nowMs: 0, turn: 0, facts: {}, figures: () => figures(), ...fields }
}

/** What was measured, by the id of the target. */
export function measuredAs(byId: Readonly<Record<string, Partial<Figures>>>) {
  return ({ id }: Target) => figures(byId[id])
}

/** The targets as a strategy would have them tried. */
export function orderOf(
  strategy: Strategy,
  targets: readonly Target[],
  context: Partial<StrategyContext> = {},
): string[] {
  const scores = strategy(targets, strategyContext(context))
  return targets
    .map(({ id }, index) => ({
      id,
      tier: scores[index]?.tier ?? 0,
      score: scores[index]?.score ?? Number.NaN,
    }))
    .sort((a, b) => (a.tier === b.tier ? a.score - b.score : a.tier - b.tier))
    .map(({ id }) => id)
}

/** How often each target comes first, in so many rounds of one seeded source. */
export function firstsOf(
  strategy: Strategy,
  targets: readonly Target[],
  rounds: number,
  context: Partial<StrategyContext> = {},
): Readonly<Record<string, number>> {
  const random = seededRandom('shares')
  const counts: Record<string, number> = Object.fromEntries(targets.map(({ id }) => [id, 0]))
  for (let round = 0; round < rounds; round++) {
    const [first = ''] = orderOf(strategy, targets, { random, ...context })
    counts[first] = (counts[first] ?? 0) + 1
  }
  return counts
}
