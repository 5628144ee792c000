import { z } from 'zod'
import { type Nanos, nanosToUsd } from '../core/money.ts'

/** USD as a JSON number, for reading. Null: not known, which is never 0. */
export const usd = z.number().nullable().describe('USD. Null: not known.')
/** The same as whole nano-dollars in text, which is exact. */
export const nanos = z
  .string()
  .regex(/^-?\d+$/)
  .nullable()
  .describe('The exact amount in billionths of a USD.')

export function usdOf(amount: Nanos | null): number | null {
  return amount === null ? null : nanosToUsd(amount)
}

export function nanosOf(amount: Nanos | null): string | null {
  return amount === null ? null : String(amount)
}
