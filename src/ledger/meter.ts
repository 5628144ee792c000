import type { RateLimits } from '../core/key.ts'
import { DAY_MS } from './calendar.ts'
import { SlidingWindow } from './sliding-window.ts'

/** For the `x-ratelimit-*` headers: of the limits that apply, the one with the least left. Null where none applies. */
export interface RateFigures {
  readonly requestsLimit: number | null
  readonly requestsRemaining: number | null
  readonly requestsResetMs: number | null
  readonly tokensLimit: number | null
  readonly tokensRemaining: number | null
  readonly tokensResetMs: number | null
}

/** The figures before the request that is being checked; one object is used over and over. */
export class FigureBoard implements RateFigures {
  requestsLimit: number | null = null
  requestsRemaining: number | null = null
  requestsResetMs: number | null = null
  tokensLimit: number | null = null
  tokensRemaining: number | null = null
  tokensResetMs: number | null = null

  clear(): void {
    this.requestsLimit = this.requestsRemaining = this.requestsResetMs = null
    this.tokensLimit = this.tokensRemaining = this.tokensResetMs = null
  }

  note(unit: 'requests' | 'tokens', limit: number, remaining: number, resetMs: number): void {
    if (unit === 'requests' && remaining < (this.requestsRemaining ?? Number.POSITIVE_INFINITY)) {
      this.requestsLimit = limit
      this.requestsRemaining = remaining
      this.requestsResetMs = resetMs
    } else if (unit === 'tokens' && remaining < (this.tokensRemaining ?? Number.POSITIVE_INFINITY)) {
      this.tokensLimit = limit
      this.tokensRemaining = remaining
      this.tokensResetMs = resetMs
    }
  }
}

export interface RateRefusal {
  readonly limit: number
  /** For example `requests per minute`. */
  readonly noun: string
  readonly left: number
  readonly wanted: number
  /** Null: it is more than the whole limit, and waiting does not help. */
  readonly retryAfterMs: number | null
}

/** Nobody can know when a running request ends; clients that obey come back about this often. */
const CONCURRENCY_RETRY_MS = 1_000

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
  { limit: 'rph', unit: 'requests', windowMs: 3_600_000, noun: 'requests per hour' },
  { limit: 'rpm', unit: 'requests', windowMs: 60_000, noun: 'requests per minute' },
  { limit: 'tpm', unit: 'tokens', windowMs: 60_000, noun: 'tokens per minute' },
]

/** The sliding windows and the running requests of one key, or of one model under a key. */
export class Meter {
  #running = 0
  /** As `RATES`. A window is made when a limit first asks for it: most keys have one or two. */
  readonly #windows: (SlidingWindow | null)[] = RATES.map(() => null)

  /** Takes nothing. Notes on the board what is left under each limit; returns the first limit that is too tight. */
  check(limits: RateLimits, tokens: number, nowMs: number, board: FigureBoard): RateRefusal | null {
    let refusal: RateRefusal | null = null
    for (let index = 0; index < RATES.length; index++) {
      const { limit: name, unit, windowMs, noun } = RATES[index] as Rate // The loop stays inside.
      const limit = limits[name]
      if (limit === undefined) continue
      const window = (this.#windows[index] ??= new SlidingWindow(windowMs))
      const left = Math.max(0, limit - window.sumAt(nowMs))
      const wanted = unit === 'requests' ? 1 : tokens
      board.note(unit, limit, left, window.resetMs(nowMs))
      if (wanted <= left || refusal !== null) continue
      const retryAfterMs = wanted > limit ? null : window.fallsToMs(limit - wanted, nowMs)
      refusal = { limit, noun, left, wanted, retryAfterMs }
    }
    if (refusal !== null || limits.concurrency === undefined || this.#running < limits.concurrency)
      return refusal
    return {
      limit: limits.concurrency,
      noun: 'requests at once',
      left: 0,
      wanted: 1,
      retryAfterMs: CONCURRENCY_RETRY_MS,
    }
  }

  take(tokens: number, nowMs: number): void {
    this.#running++
    for (let index = 0; index < RATES.length; index++) {
      this.#windows[index]?.add((RATES[index] as Rate).unit === 'requests' ? 1 : tokens, nowMs) // As above.
    }
  }

  /** The request is over: `requests` and `tokens` correct what `take` counted at `takenMs`. */
  end(requests: number, tokens: number, takenMs: number): void {
    this.#running--
    for (let index = 0; index < RATES.length; index++) {
      const amount = (RATES[index] as Rate).unit === 'requests' ? requests : tokens // As above.
      if (amount !== 0) this.#windows[index]?.adjust(amount, takenMs)
    }
  }
}
