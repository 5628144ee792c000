import type { Strategy } from './strategy.ts'

/** As written. */
export const order: Strategy = (targets) =>
  targets.map(({ position }) => ({ score: position, parts: { position } }))
