import type { Budget } from '../../core/budget.ts'
import { renewsAtMs, windowStartMs } from '../../ledger/calendar.ts'
import { limitOf, type SlotSpend, spentOf } from '../../ledger/spend.ts'

export interface Forecast {
  readonly limit: number
  readonly spent: number
  /** What it will have come to when the budget renews, at the pace of the window so far. Null: it has no such time. */
  readonly expected: number | null
  /** When it is used up at that pace; null where it is not before it renews. */
  readonly exhaustedAtMs: number | null
}

/** Where a budget is going, in what it counts: nano-dollars, tokens, calls or milliseconds. */
export function forecast(budget: Budget, rows: readonly SlotSpend[], nowMs: number): Forecast {
  const { window, timeZone } = budget
  const spent = spentOf(budget, rows, nowMs)
  const limit = limitOf(budget, nowMs)
  const sinceMs = windowStartMs(window, timeZone, nowMs)
  const renewsMs = renewsAtMs(window, timeZone, nowMs)
  const elapsedMs = nowMs - sinceMs
  // A rolling window and a lifetime have no beginning to measure a pace from.
  const isPaced = typeof window === 'string' && renewsMs !== null && elapsedMs > 0
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
