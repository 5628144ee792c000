import type { Budget } from '../core/budget.ts'
import { usdToNanos } from '../core/money.ts'
import type { Scope } from '../core/scope.ts'
import { type Claim, Limits, type LimitsOptions, type ReserveRequest } from './limits.ts'
import type { Refusal } from './refusal.ts'
import type { Reservation } from './reservation.ts'
import { limitOf, type SlotSpend, type Spend } from './spend.ts'

/** Requests for the tests of limits and budgets: by one key, at one time, for at most 5 cents and 100 tokens. */

export const NOON = Date.parse('2026-11-20T12:00:00Z') // A Friday.
export const DAY = 86_400_000

/** What is said of the request, and of its one scope. */
export type Fields = Partial<
  Omit<ReserveRequest, 'claims'> & Omit<Claim, 'scope'> & { readonly keyId: string }
>

export function request(fields: Fields = {}): ReserveRequest {
  const { keyId = 'key_1', budgets = [], limits = [], modelLimits = [], ...rest } = fields
  const tokensWorst = fields.tokensWorst ?? 100
  return {
    claims: [{ scope: { type: 'key', id: keyId }, budgets, limits, modelLimits }],
    model: 'smart',
    unknownPrice: 'deny',
    tokensWorst,
    tokensExpected: tokensWorst,
    costWorst: usdToNanos(0.05),
    msWorst: 1_000,
    nowMs: NOON,
    ...rest,
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
export function passing(limits: Limits, count: number, fields: Fields): number {
  return Array.from({ length: count }, () => limits.reserve(request(fields))).filter((one) => one.admitted)
    .length
}

/** Limits that look up what was spent before by themselves, as the books do. */
export class KnownLimits extends Limits {
  readonly #rows: readonly SlotSpend[]

  constructor(rows: readonly SlotSpend[] = [], options: LimitsOptions = {}) {
    super(options)
    this.#rows = rows
  }

  override reserve(request: ReserveRequest): Reservation | Refusal {
    this.restore(request.claims, request.nowMs)
    return super.reserve(request)
  }

  restore(claims: readonly Claim[], nowMs: number): void {
    for (const claim of this.unrestored(claims)) {
      this.beginRestoring(claim)
      this.endRestoring(claim, this.#rows, nowMs, true)
    }
  }
}

export function restored(): KnownLimits {
  return new KnownLimits()
}

export const KEY: Scope = { type: 'key', id: 'key_1' }

/** What is settled in a budget's window, of the one key. */
export function spent(limits: KnownLimits, budget: Budget): number | null {
  limits.restore([{ scope: KEY, budgets: [budget], limits: [], modelLimits: [] }], NOON)
  return limits.spent(KEY, budget, NOON)
}

/** What is settled today, of everything. */
export function spentToday(limits: KnownLimits): Pick<Spend, 'costNanos' | 'tokens' | 'calls'> {
  const of = (budget: Partial<Budget>) =>
    spent(limits, { ...budget, window: 'day', onExhausted: 'deny' }) ?? 0
  return { costNanos: of({ usdNanos: 0 }), tokens: of({ tokens: 0 }), calls: of({ calls: 0 }) }
}

/** What is held of it. */
export function held(limits: Limits, budget: Budget, scope = KEY): number {
  return (
    limitOf(budget, NOON) - (limits.left(scope, budget, NOON) ?? 0) - (limits.spent(scope, budget, NOON) ?? 0)
  )
}

/** Settles with tokens and money, and a second for each call. */
export function settle(
  limits: Limits,
  reservation: Reservation,
  used: { readonly tokens: number | null; readonly costNanos: number | null },
): boolean {
  return limits.settle(reservation, { ...used, ms: 1_000, providers: new Map() }, () => [KEY])
}

export function calls(count: number): Budget {
  return { calls: count, window: 'month', onExhausted: 'deny' }
}
