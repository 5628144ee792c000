import type { Budget } from '../core/key.ts'
import { usdToNanos } from '../core/money.ts'
import { Limits, type ReserveRequest } from './limits.ts'
import type { Refusal } from './refusal.ts'
import type { Reservation } from './reservation.ts'

/** Requests for the tests of limits and budgets: by one key, at one time, for at most 5 cents and 100 tokens. */

export const NOON = Date.parse('2026-11-20T12:00:00Z') // A Friday.
export const DAY = 86_400_000

export function request(fields: Partial<ReserveRequest> = {}): ReserveRequest {
  const tokensWorst = fields.tokensWorst ?? 100
  return {
    keyId: 'key_1',
    model: 'smart',
    limits: [],
    modelLimits: null,
    budgets: [],
    unknownPrice: 'deny',
    tokensWorst,
    tokensExpected: tokensWorst,
    costWorst: usdToNanos(0.05),
    nowMs: NOON,
    ...fields,
  }
}

export function admitted(result: Reservation | Refusal): Reservation {
  if (!result.admitted) throw new Error(result.message)
  return result
}

export function refused(result: Reservation | Refusal): Refusal {
  if (result.admitted) throw new Error('It was admitted.')
  return result
}

/** How many of so many requests at once pass. */
export function passing(limits: Limits, count: number, fields: Partial<ReserveRequest>): number {
  return Array.from({ length: count }, () => limits.reserve(request(fields))).filter((one) => one.admitted)
    .length
}

export function restored(...keyIds: string[]): Limits {
  const limits = new Limits()
  for (const keyId of keyIds.length > 0 ? keyIds : ['key_1']) limits.restore(keyId, [])
  return limits
}

export function calls(count: number): Budget {
  return { calls: count, window: 'month', onExhausted: 'deny' }
}
