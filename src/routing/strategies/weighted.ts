import { type Strategy, weightedDraw } from './strategy.ts'

/** By chance, in proportion to the weights. Credentials of one place share its draw: more keys earn no more. */
export const weighted: Strategy = (targets, { random }) => {
  const draws = new Map<number, number>()
  return targets.map(({ position, weight }) => {
    const draw = draws.get(position) ?? weightedDraw(weight, random)
    draws.set(position, draw)
    return { score: draw, parts: { weight, draw } }
  })
}
