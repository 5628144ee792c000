import type { RateLimits } from '../core/budget.ts'
import { DAY_MS, HOUR_MS } from './calendar.ts'
import { type Counter, RateCounter, RunningCounter } from './counter.ts'
import type { FigureBoard } from './figure-board.ts'
import type { Measure } from './spend.ts'

/** What a request would take from a rate, and whether there is room. */
export interface RateClaim {
  readonly counter: Counter
  readonly measure: Measure
  readonly limit: number
  readonly wanted: number
  /** For example `requests per minute`. */
  readonly noun: string
}

interface Rate {
  readonly limit: Exclude<keyof RateLimits, 'concurrency'>
  readonly unit: 'requests' | 'tokens'
  readonly windowMs: number
  readonly noun: string
}

/** The longest wait first, so that a refusal names the limit that will hold out longest. */
const RATES: readonly Rate[] = [
  { limit: 'rpd', unit: 'requests', windowMs: DAY_MS, noun: 'requests per day' },
  { limit: 'tpd', unit: 'tokens', windowMs: DAY_MS, noun: 'tokens per day' },
  { limit: 'rph', unit: 'requests', windowMs: HOUR_MS, noun: 'requests per hour' },
  { limit: 'rpm', unit: 'requests', windowMs: 60_000, noun: 'requests per minute' },
  { limit: 'tpm', unit: 'tokens', windowMs: 60_000, noun: 'tokens per minute' },
]

/** The sliding windows and the running requests of one scope, or of one model under a scope. */
export class Meter {
  readonly #running = new RunningCounter()
  /** As `RATES`. A window is made when a limit first asks for it: most scopes have one or two. */
  readonly #windows: (RateCounter | null)[] = RATES.map(() => null)

  /** Takes nothing. Notes on the board what is left under each limit, and hands over what would be taken. */
  claim(
    limits: RateLimits,
    tokens: number,
    nowMs: number,
    { board, claims }: { readonly board: FigureBoard; readonly claims: RateClaim[] },
  ): void {
    for (let index = 0; index < RATES.length; index++) {
      const { limit: name, unit, windowMs, noun } = RATES[index] as Rate // The loop stays inside.
      const limit = limits[name]
      if (limit === undefined) continue
      const counter = (this.#windows[index] ??= new RateCounter(windowMs))
      const left = Math.max(0, limit - counter.usedAt(nowMs))
      board.note(unit, limit, left, counter.resetMs(nowMs))
      const isRequests = unit === 'requests'
      const measure = isRequests ? 'calls' : 'tokens'
      claims.push({ counter, measure, limit, wanted: isRequests ? 1 : tokens, noun })
    }
    const { concurrency } = limits
    if (concurrency === undefined) return
    const counter = this.#running
    claims.push({ counter, measure: 'calls', limit: concurrency, wanted: 1, noun: 'requests at once' })
  }
}
