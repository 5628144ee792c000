/** How a key stands against its requests per minute. */
export interface LimitState {
  readonly limit: number
  readonly remaining: number
  /** Until the limit is whole again. */
  readonly resetMs: number
  /** The same as a time, in epoch milliseconds. */
  readonly resetAtMs: number
  readonly isExceeded: boolean
}

/** Counts requests of each key in fixed minutes that start with the key's first request. */
export class RateLimit {
  readonly #requestsPerMinute: number
  readonly #now: () => number
  readonly #windows = new Map<string, { startMs: number; count: number }>()

  constructor(requestsPerMinute: number, now: () => number) {
    this.#requestsPerMinute = requestsPerMinute
    this.#now = now
  }

  /** Counts one request. One that is refused does not count. */
  take(key: string): LimitState {
    const now = this.#now()
    let window = this.#windows.get(key)
    if (window === undefined || now - window.startMs >= WINDOW_MS) {
      if (this.#windows.size >= KEYS_MAX) this.#windows.clear()
      window = { startMs: now, count: 0 }
      this.#windows.set(key, window)
    }
    const limit = this.#requestsPerMinute
    const isExceeded = window.count >= limit
    if (!isExceeded) window.count++
    const resetAtMs = window.startMs + WINDOW_MS
    return { limit, remaining: limit - window.count, resetMs: resetAtMs - now, resetAtMs, isExceeded }
  }

  reset(): void {
    this.#windows.clear()
  }
}

const WINDOW_MS = 60_000
/** Keys counted at once; beyond, all windows start anew. */
const KEYS_MAX = 10_000
