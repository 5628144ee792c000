import type { Budget, BudgetWindow } from '../core/budget.ts'
import type { Nanos } from '../core/money.ts'
import { windowStartMs } from './calendar.ts'

/** What a scope has used; also what a reservation holds. */
export interface Spend {
  readonly costNanos: Nanos
  readonly tokens: number
  readonly calls: number
  /** Waited for providers. */
  readonly ms: number
}

export const NO_SPEND: Spend = Object.freeze({ costNanos: 0, tokens: 0, calls: 0, ms: 0 })

/** What a quarter of an hour saw, as the store has it. */
export interface SlotSpend extends Spend {
  /** When the quarter began. Of what was stored by days before there were quarters: the day. */
  readonly startMs: number
}

export type Measure = keyof Spend

/** What a budget counts. */
export function measureOf({ usdNanos, tokens, calls }: Budget): Measure {
  if (usdNanos !== undefined) return 'costNanos'
  if (tokens !== undefined) return 'tokens'
  return calls !== undefined ? 'calls' : 'ms'
}

/** In what it counts, with what was added to it for a while. */
export function limitOf(budget: Budget, nowMs: number): number {
  const { usdNanos, tokens, calls, seconds, increase } = budget
  const more = increase !== undefined && nowMs < increase.untilMs ? increase.amount : 0
  const limit = (usdNanos ?? tokens ?? calls ?? seconds ?? 0) + more
  return seconds === undefined ? limit : limit * 1_000
}

/** Budgets of one scope with the same count of the same have a counter in common. */
export function counterName(measure: Measure, window: BudgetWindow, timeZone: string | undefined): string {
  if (typeof window === 'string')
    return timeZone === undefined ? measure + window : measure + window + timeZone
  return 'days' in window ? `${measure}${window.days}d` : `${measure}${window.hours}h`
}

export function addSpend(a: Spend, b: Spend): Spend {
  return {
    costNanos: a.costNanos + b.costNanos,
    tokens: a.tokens + b.tokens,
    calls: a.calls + b.calls,
    ms: a.ms + b.ms,
  }
}

/** What a budget has counted by now, of all that its scope has used. */
export function spentOf(budget: Budget, rows: Iterable<SlotSpend>, nowMs: number): number {
  const measure = measureOf(budget)
  const fromMs = windowStartMs(budget.window, budget.timeZone, nowMs)
  let sum = 0
  for (const row of rows) if (row.startMs >= fromMs) sum += row[measure]
  return sum
}
