import type { Figures } from '../health-view.ts'
import { placeDraws } from './place-draws.ts'
import type { Score, Strategy } from './strategy.ts'

/**
 * A strategy that goes by what was measured. A target of which nothing is known could never become known if it always
 * stood last: so one request in ten tries those first, and else they stand behind the others, drawn by their weights.
 */
export function measured(read: (figures: Figures) => Score | null): Strategy {
  return (targets, context) => {
    const drawOf = placeDraws(context.random)
    const isExploring = context.random() < EXPLORING
    return targets.map((target) => {
      const known = read(context.figures(target))
      if (known !== null) return known
      const draw = drawOf(target.position)
      const score = target.weight > 0 ? draw / target.weight : Number.POSITIVE_INFINITY
      return { score, tier: isExploring ? FIRST : LAST, parts: { unmeasured: 1, draw } }
    })
  }
}

/** The share of requests that try what nobody has measured lately. */
const EXPLORING = 0.1
const FIRST = -1
const LAST = 1
