import type { BudgetWindow } from '../core/budget.ts'
import { type Period, periodAt, stepsOf } from './calendar.ts'

/** What was counted in one window. Time is told by the caller and may jump. */
export interface Tally {
  sumAt(nowMs: number): number
  /** `timeMs` may be past: what no longer counts is not counted. */
  add(amount: number, timeMs: number): void
  /** When there is next less in it; null: never. */
  renewsAtMs(nowMs: number): number | null
}

export function tallyOf(window: BudgetWindow, timeZone: string | undefined): Tally {
  return typeof window === 'string' ? new PeriodTally(window, timeZone) : new RollingTally(window)
}

/**
 * A day, a week, a month, or all time. When a clock is set back, time stands still here until it has caught up; back by
 * more than a whole window, what was counted moves to the window of now, so that it neither locks anybody out for long
 * nor gives a fresh allowance.
 */
class PeriodTally implements Tally {
  readonly #window: Extract<BudgetWindow, string>
  readonly #timeZone: string | undefined
  #period: Period = { startMs: 0, endMs: 0 }
  #sum = 0

  constructor(window: Extract<BudgetWindow, string>, timeZone: string | undefined) {
    this.#window = window
    this.#timeZone = timeZone
  }

  sumAt(nowMs: number): number {
    this.#forward(nowMs)
    const { startMs, endMs } = this.#period
    const isFarBack = endMs !== null && nowMs < startMs - (endMs - startMs)
    if (isFarBack) this.#period = periodAt(this.#window, this.#timeZone, nowMs)
    return this.#sum
  }

  add(amount: number, timeMs: number): void {
    this.#forward(timeMs)
    if (timeMs >= this.#period.startMs) this.#sum += amount
  }

  #forward(timeMs: number): void {
    const { endMs } = this.#period
    if (endMs === null || timeMs < endMs) return
    this.#period = periodAt(this.#window, this.#timeZone, timeMs)
    this.#sum = 0
  }

  renewsAtMs(): number | null {
    return this.#period.endMs
  }
}

/** The last days or hours, today and this quarter of an hour included, in as many steps. */
class RollingTally implements Tally {
  readonly #stepMs: number
  readonly #count: number
  /** By the number of the step, in rising order but for what was counted late: at most `#count`. */
  readonly #steps = new Map<number, number>()
  #head = 0
  #sum = 0

  constructor(window: Exclude<BudgetWindow, string>) {
    const { stepMs, count } = stepsOf(window)
    this.#stepMs = stepMs
    this.#count = count
  }

  sumAt(nowMs: number): number {
    const step = Math.floor(nowMs / this.#stepMs)
    if (step > this.#head) this.#forward(step)
    else if (step < this.#head - this.#count) this.#back(step)
    return this.#sum
  }

  add(amount: number, timeMs: number): void {
    const step = Math.floor(timeMs / this.#stepMs)
    if (step > this.#head) this.#forward(step)
    if (step <= this.#head - this.#count) return
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + amount)
    this.#sum += amount
  }

  renewsAtMs(nowMs: number): number {
    this.sumAt(nowMs)
    return (this.#head + 1) * this.#stepMs
  }

  #forward(step: number): void {
    this.#head = step
    for (const [past, amount] of this.#steps) {
      if (past > step - this.#count) continue
      this.#steps.delete(past)
      this.#sum -= amount
    }
  }

  /** As `PeriodTally` does. */
  #back(step: number): void {
    this.#head = step
    this.#steps.clear()
    this.#steps.set(step, this.#sum)
  }
}
