import type { Clock } from '../core/ports.ts'

export interface Leased<Value> {
  readonly value: Value
  /** Milliseconds since 1970. Null: it does not expire. */
  readonly expiresAtMs: number | null
}

/** Renewed so long before it expires, while it is still good for requests. */
const EARLY_MS = 300_000
/** Not good any more so long before it expires: requests take time, and clocks differ. */
const MARGIN_MS = 10_000
const TIMEOUT_MS = 10_000
/** After a failure nobody asks again for so long. */
const PAUSE_MS = 2_000

/** Something that is fetched and expires: one fetch at a time, and again before it is needed. */
export class Lease<Value> {
  readonly #fetch: () => Promise<Leased<Value>>
  readonly #clock: Clock
  #held: Leased<Value> | null = null
  #fetching: Promise<void> | null = null
  #failed: { readonly error: Error; readonly atMs: number } | null = null

  constructor(fetch: () => Promise<Leased<Value>>, clock: Clock) {
    this.#fetch = fetch
    this.#clock = clock
  }

  /** Null where it has expired, or has never been had. */
  current(): Value | null {
    if (this.#held === null) return null
    const { value, expiresAtMs } = this.#held
    if (expiresAtMs === null) return value
    const leftMs = expiresAtMs - this.#clock.now()
    // Who comes while it is still good need not wait, nor hear that the next one could not be had yet.
    if (leftMs < EARLY_MS) this.renew().catch(() => {})
    return leftMs > MARGIN_MS ? value : null
  }

  renew(): Promise<void> {
    const failed = this.#failed
    if (failed !== null && this.#clock.monotonicMs() - failed.atMs < PAUSE_MS)
      return Promise.reject(failed.error)
    this.#fetching ??= this.#renewed().finally(() => {
      this.#fetching = null
    })
    return this.#fetching
  }

  async #renewed(): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error('It took too long.')), TIMEOUT_MS)
    try {
      this.#held = await Promise.race([this.#fetch(), late])
      this.#failed = null
    } catch (error) {
      const known = error instanceof Error ? error : new Error('It failed.', { cause: error })
      this.#failed = { error: known, atMs: this.#clock.monotonicMs() }
      throw known
    } finally {
      clearTimeout(timer)
    }
  }
}
