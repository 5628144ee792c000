import type { Strategy } from './strategy.ts'

/** Each place that is left in its turn; the ones after it follow in the same circle. */
export const roundRobin: Strategy = (targets, { turn }) => {
  const places = [...new Set(targets.map(({ position }) => position))].sort((a, b) => a - b)
  return targets.map(({ position }) => {
    const score = (places.indexOf(position) + places.length - (turn % places.length)) % places.length
    return { score, parts: { position, turn } }
  })
}
