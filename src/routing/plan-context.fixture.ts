import { healthView } from './health-view.fixture.ts'
import type { PlanContext } from './plan.ts'
import { seededRandom } from './random.ts'
import type { Target } from './target.ts'

/** A context in which nobody is ill and nothing is known but what a test gives. */
export function contextOf(fields: Partial<PlanContext> & { readonly seed?: string } = {}): PlanContext {
  const seed = fields.seed ?? 'seed'
  return {
    decisionId: 'dec_1',
    seed,
    revision: 'r1',
    random: seededRandom(seed),
    nowMs: 60_000,
    turn: 0,
    health: healthView(),
    removes: () => null,
    ...fields,
  }
}

export function ids(targets: readonly Target[]): string[] {
  return targets.map(({ id }) => id)
}
