import type { BudgetWindow } from '../core/budget.ts'
import { SlidingWindow } from './sliding-window.ts'
import { type Tally, tallyOf } from './tally.ts'

/**
 * One figure of one scope: the money of a month, the tokens of a minute, the requests at once. It knows no limit, so
 * that several can be set on it. A hold is taken, and given back for what was used instead.
 */
export interface Counter {
  /** Used and held, in the window that ends now. */
  usedAt(nowMs: number): number
  take(amount: number, nowMs: number): void
  /** Ends a hold that was taken at `takenMs`: `used` counts in its place. 0 where nothing came of it. */
  settle(held: number, used: number, takenMs: number): void
  /** How long until `wanted` may be free under `limit`; null: waiting does not help. */
  retryMs(limit: number, wanted: number, nowMs: number): number | null
}

/** Of a budget. It must not be overdrawn, so that what is held counts in every window until it is settled. */
export class SpendCounter implements Counter {
  readonly tally: Tally
  #held = 0

  constructor(window: BudgetWindow, timeZone: string | undefined) {
    this.tally = tallyOf(window, timeZone)
  }

  get held(): number {
    return this.#held
  }

  usedAt(nowMs: number): number {
    return this.tally.sumAt(nowMs) + this.#held
  }

  take(amount: number): void {
    this.#held += amount
  }

  settle(held: number, used: number, takenMs: number): void {
    this.#held -= held
    if (used !== 0) this.tally.add(used, takenMs)
  }

  retryMs(limit: number, wanted: number, nowMs: number): number | null {
    if (wanted > limit) return null
    // While other requests hold what is missing, they may give it back at any moment.
    if (wanted <= limit - this.tally.sumAt(nowMs)) return RUNNING_RETRY_MS
    const renewsAtMs = this.tally.renewsAtMs(nowMs)
    return renewsAtMs === null ? null : Math.max(1, renewsAtMs - nowMs)
  }
}

/** Of a rate, in a window that slides. What is held counts in it like what was used. */
export class RateCounter implements Counter {
  readonly #window: SlidingWindow

  constructor(windowMs: number) {
    this.#window = new SlidingWindow(windowMs)
  }

  usedAt(nowMs: number): number {
    return this.#window.sumAt(nowMs)
  }

  take(amount: number, nowMs: number): void {
    this.#window.add(amount, nowMs)
  }

  settle(held: number, used: number, takenMs: number): void {
    if (used !== held) this.#window.adjust(used - held, takenMs)
  }

  retryMs(limit: number, wanted: number, nowMs: number): number | null {
    return wanted > limit ? null : this.#window.fallsToMs(limit - wanted, nowMs)
  }

  /** Until everything is free. */
  resetMs(nowMs: number): number {
    return this.#window.resetMs(nowMs)
  }
}

/** Of what runs at once. */
export class RunningCounter implements Counter {
  #running = 0

  usedAt(): number {
    return this.#running
  }

  take(amount: number): void {
    this.#running += amount
  }

  settle(held: number): void {
    this.#running -= held
  }

  retryMs(): number {
    return RUNNING_RETRY_MS
  }
}

/** Nobody can know when a running request ends; clients that obey come back about this often. */
const RUNNING_RETRY_MS = 1_000
