import type { Nanos } from './money.ts'

/** What callers pay for what exchanges cost. */
export interface Billing {
  /** Over the cost, in millionths of it. */
  readonly marginPpm: number
  /** Whether answers that are empty, or have failed, are billed like others. */
  readonly billsEmpty: boolean
}

/**
 * The cost with the margin on it. The margin of each exchange is rounded to the nearest nano, half up, and every sum is
 * of such whole nanos: what is billed less what it cost is the margin, in each record and in all of them together.
 */
export function withMargin(costNanos: Nanos, marginPpm: number): Nanos {
  if (marginPpm === 0) return costNanos
  // In two parts, as the product of the two may be beyond exact numbers.
  const rest = costNanos % MILLION
  return costNanos + ((costNanos - rest) / MILLION) * marginPpm + Math.round((rest * marginPpm) / MILLION)
}

const MILLION = 1_000_000
