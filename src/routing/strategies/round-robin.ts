import type { Strategy } from './strategy.ts'

/** Each place in its turn; the ones after it follow in the same circle. */
export const roundRobin: Strategy = (targets, { turn }) => {
  const places = 1 + targets.reduce((last, { position }) => Math.max(last, position), 0)
  return targets.map(({ position }) => {
    const score = (((position - turn) % places) + places) % places
    return { score, parts: { position, turn } }
  })
}
