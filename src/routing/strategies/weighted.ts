import { placeDraws } from './place-draws.ts'
import type { Strategy } from './strategy.ts'

/** By chance, in proportion to the weights. Credentials of one place share its draw: more keys earn no more. */
export const weighted: Strategy = (targets, { random }) => {
  const drawOf = placeDraws(random)
  return targets.map(({ position, weight }) => {
    const draw = drawOf(position)
    const score = weight > 0 ? draw / weight : Number.POSITIVE_INFINITY
    return { score, parts: { weight, draw } }
  })
}
