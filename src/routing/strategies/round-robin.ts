import type { Strategy } from './strategy.ts'

/** Each place that is left in its turn; the ones after it follow in the same circle. */
export const roundRobin: Strategy = (targets, { turn }) => {
  const positions = [...new Set(targets.map(({ position }) => position))].sort((a, b) => a - b)
  const places = new Map(positions.map((position, place) => [position, place]))
  return targets.map(({ position }) => {
    const place = places.get(position) ?? 0
    const score = (place + places.size - (turn % places.size)) % places.size
    return { score, parts: { position, turn } }
  })
}
