import { nanosToUsd } from '../../core/money.ts'
import { ratesOf } from '../rates.ts'
import type { Target } from '../target.ts'
import type { StrategyContext } from './strategy.ts'

/** USD for a million tokens. */
export interface EffectivePrice {
  /** Three of them read for each one written, which is near what chat traffic does. */
  readonly mixed: number
  readonly input: number
  readonly output: number
}

/**
 * What a target really costs, or null where that is not known. Where it is known how much of the input its prompt cache
 * gives back, that part is reckoned at the price of a cached token.
 */
export function effectivePrice(target: Target, context: StrategyContext): EffectivePrice | null {
  const rates = ratesOf(target, context.facts, context.nowMs)
  if (rates === null || rates.input === null || rates.output === null) return null
  const cached = rates.cacheRead ?? rates.input
  const hitRate = cached === rates.input ? 0 : (context.figures(target).cacheHitRate ?? 0)
  const input = nanosToUsd(rates.input * (1 - hitRate) + cached * hitRate)
  const output = nanosToUsd(rates.output)
  return { mixed: (3 * input + output) / 4, input, output }
}
