import { placeDraws } from './place-draws.ts'
import type { Strategy } from './strategy.ts'

/** The fewest attempts under way first, this one included and in relation to its weight. Equals are drawn. */
export const leastBusy: Strategy = (targets, { figures, random }) => {
  const drawOf = placeDraws(random)
  return targets.map((target) => {
    const { inFlight } = figures(target)
    const load = target.weight > 0 ? (inFlight + 1) / target.weight : Number.POSITIVE_INFINITY
    return { tier: load, score: drawOf(target.position), parts: { inFlight, weight: target.weight } }
  })
}
