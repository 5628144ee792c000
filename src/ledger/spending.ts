import type { Budget } from '../core/key.ts'
import type { Nanos } from '../core/money.ts'
import { DAY_MS, dayOf, firstDay } from './calendar.ts'

/** What a key has used; also what a reservation holds. */
export interface Spend {
  readonly costNanos: Nanos
  readonly tokens: number
  readonly calls: number
}

/** Before every day there is: all that was ever spent. */
export const FIRST_DAY = '0000-01-01'

/** One day's total from the store. */
export interface DailySpend extends Spend {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string
}

interface Tally {
  costNanos: Nanos
  tokens: number
  calls: number
}

/**
 * What one key has used, by day, and what its open reservations hold. The sum of a budget's window is kept once it
 * was asked for, and is made anew when the day changes, so that a check costs one look-up. One row for each day of
 * use is held: a few dozen bytes.
 */
export class Spending {
  /** Held by reservations that are not settled. It counts in full in every window. */
  readonly reserved: Tally = { costNanos: 0, tokens: 0, calls: 0 }
  readonly #days = new Map<number, Tally>()
  /** By the first day of the window. Days after today count too: after a clock was set back, they are today's. */
  readonly #sums = new Map<number, Tally>()
  #today = 0

  /** Settled in this window so far. */
  spent(window: Budget['window'], nowMs: number): Spend {
    this.#turnDay(dayOf(nowMs))
    const first = firstDay(window, this.#today)
    return this.#sums.get(first) ?? this.#sumFrom(first)
  }

  add(spend: Spend, timeMs: number): void {
    const day = dayOf(timeMs)
    plus(this.#dayTally(day), spend)
    for (const [first, sum] of this.#sums) {
      if (day >= first) plus(sum, spend)
    }
  }

  /**
   * Takes in the store's totals. What is known here already may or may not be among them, so the greater of the two
   * holds for each day: restoring twice changes nothing.
   */
  restore(rows: Iterable<DailySpend>): void {
    for (const row of rows) {
      const tally = this.#dayTally(Date.parse(row.day) / DAY_MS)
      tally.costNanos = Math.max(tally.costNanos, row.costNanos)
      tally.tokens = Math.max(tally.tokens, row.tokens)
      tally.calls = Math.max(tally.calls, row.calls)
    }
    this.#sums.clear()
  }

  #turnDay(today: number): void {
    if (today === this.#today) return
    this.#today = today
    this.#sums.clear()
  }

  #sumFrom(first: number): Tally {
    const sum = emptyTally()
    for (const [day, tally] of this.#days) {
      if (day >= first) plus(sum, tally)
    }
    this.#sums.set(first, sum)
    return sum
  }

  #dayTally(day: number): Tally {
    let tally = this.#days.get(day)
    if (tally === undefined) {
      tally = emptyTally()
      this.#days.set(day, tally)
    }
    return tally
  }
}

function emptyTally(): Tally {
  return { costNanos: 0, tokens: 0, calls: 0 }
}

function plus(tally: Tally, spend: Spend): void {
  tally.costNanos += spend.costNanos
  tally.tokens += spend.tokens
  tally.calls += spend.calls
}
