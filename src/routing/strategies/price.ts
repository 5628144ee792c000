import { effectivePrice } from './effective-price.ts'
import type { Strategy } from './strategy.ts'

/** The cheapest first. Where no price is known the target goes last: unknown is not free. */
export const price: Strategy = (targets, context) =>
  targets.map((target) => {
    const known = effectivePrice(target, context)
    if (known === null) return { score: Number.POSITIVE_INFINITY, parts: {} }
    const { mixed, input, output } = known
    return { score: mixed, parts: { input, output } }
  })
