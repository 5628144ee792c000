import type { Budget } from '../../core/key.ts'
import { DAY_MS, dayOf, firstDay, renewsAtMs } from '../../ledger/calendar.ts'
import type { Spending } from '../../ledger/spending.ts'

export interface Forecast {
  readonly limit: number
  readonly spent: number
  /** What it will have come to when the budget renews, at the pace of the window so far. Null: it has no such time. */
  readonly expected: number | null
  /** When it is used up at that pace; null where it is not before it renews. */
  readonly exhaustedAtMs: number | null
}

/** Where a budget is going, in its own unit: nano-dollars, tokens or calls. */
export function forecast(budget: Budget, spending: Spending, nowMs: number): Forecast {
  const used = spending.spent(budget.window, nowMs)
  const spent =
    budget.usdNanos === undefined ? (budget.tokens === undefined ? used.calls : used.tokens) : used.costNanos
  const limit = budget.usdNanos ?? budget.tokens ?? budget.calls ?? 0
  const sinceMs = firstDay(budget.window, dayOf(nowMs)) * DAY_MS
  const renewsMs = renewsAtMs(budget.window, dayOf(nowMs))
  const elapsedMs = nowMs - sinceMs
  // A rolling window and a lifetime have no beginning to measure a pace from.
  const isPaced = typeof budget.window === 'string' && renewsMs !== null && elapsedMs > 0
  if (spent >= limit) return { limit, spent, expected: null, exhaustedAtMs: nowMs }
  if (!isPaced || spent === 0) return { limit, spent, expected: null, exhaustedAtMs: null }
  const exhaustedAtMs = sinceMs + (elapsedMs * limit) / spent
  return {
    limit,
    spent,
    expected: (spent * (renewsMs - sinceMs)) / elapsedMs,
    exhaustedAtMs: exhaustedAtMs < renewsMs ? exhaustedAtMs : null,
  }
}
