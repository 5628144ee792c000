/**
 * What went to a provider in the last minute, against his limit for a minute. The window slides, so no sixty seconds
 * hold more than the limit; that keeps within a limit that is counted in any other way, as fixed minutes or as a
 * bucket that is refilled (https://platform.claude.com/docs/en/api/rate-limits) too.
 *
 * It slides a second at a time, and what happened in a second leaves as one: never early, and up to a second late.
 * Time is monotonic.
 */
export class RateWindow {
  /** For each minute. Infinite where there is none; what happens is counted all the same. */
  limit: number
  readonly #buckets = new Float64Array(BUCKETS)
  #head = 0
  #sum = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /**
   * When there is room for `amount` if nothing else happens before: `nowMs` itself, or later. What is larger than the
   * limit waits until it would be alone: the amount is an estimate, and it is for the provider to refuse it.
   */
  roomAtMs(amount: number, nowMs: number): number {
    this.#advance(nowMs)
    let left = this.#sum
    if (left + amount <= this.limit || left <= 0) return nowMs
    let bucket = this.#head - BUCKETS
    while (left + amount > this.limit && left > 0 && bucket < this.#head) {
      bucket++
      left -= this.#at(bucket)
    }
    return (bucket + BUCKETS) * BUCKET_MS
  }

  add(amount: number, nowMs: number): void {
    this.#advance(nowMs)
    this.#put(this.#head, amount)
  }

  /** Corrects what was added at `addedAtMs`, where it is still in the window. No bucket falls below 0. */
  adjust(amount: number, addedAtMs: number): void {
    const bucket = Math.min(Math.floor(addedAtMs / BUCKET_MS), this.#head)
    if (bucket <= this.#head - BUCKETS || bucket < 0) return
    this.#put(bucket, Math.max(amount, -this.#at(bucket)))
  }

  #advance(nowMs: number): void {
    const bucket = Math.floor(nowMs / BUCKET_MS)
    if (bucket <= this.#head) return
    const first = Math.max(this.#head + 1, bucket - BUCKETS + 1)
    for (let entering = first; entering <= bucket; entering++) this.#put(entering, -this.#at(entering))
    this.#head = bucket
  }

  /** Before the clock has run for a window, there are buckets of negative number: empty ones. */
  #at(bucket: number): number {
    return bucket < 0 ? 0 : (this.#buckets[bucket % BUCKETS] as number) // A remainder of the length is an index.
  }

  #put(bucket: number, amount: number): void {
    const slot = bucket % BUCKETS
    this.#buckets[slot] = (this.#buckets[slot] as number) + amount // As above.
    this.#sum += amount
  }
}

const BUCKET_MS = 1_000
/** A whole minute, and the second that has begun. */
const BUCKETS = 61
