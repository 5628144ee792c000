import { nanosToUsd } from '../../core/money.ts'
import { priceOf } from '../target.ts'
import type { Strategy } from './strategy.ts'

/**
 * The cheapest first, by what a million tokens cost when three are read for each one written, which is near what chat
 * traffic does. Where no price is known the target goes last: unknown is not free.
 */
export const price: Strategy = (targets, { nowMs }) =>
  targets.map((target) => {
    const known = priceOf(target, nowMs)
    if (known === null || known.input === null || known.output === null) {
      return { score: Number.POSITIVE_INFINITY, parts: {} }
    }
    const input = nanosToUsd(known.input)
    const output = nanosToUsd(known.output)
    return { score: (3 * input + output) / 4, parts: { input, output } }
  })
