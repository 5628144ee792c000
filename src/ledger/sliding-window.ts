/** How finely a window slides. A count leaves it all at once with its bucket, so up to one sixtieth early. */
export const WINDOW_BUCKETS = 60

/**
 * What happened in the last minute, hour or day, in a ring of buckets:
 *
 *   … 57 58 59 │ 0  1  2 … 56     slot = bucket number modulo 60
 *           head ┘ └ oldest
 *
 * Time is told by the caller and may jump. Forward: what is older than the window is forgotten. Back by less than a
 * window: time stands still here until the clock has caught up. Back by more: everything counted moves to the new
 * now, so a clock set back neither locks a key out for long nor gives it a fresh allowance.
 */
export class SlidingWindow {
  readonly #bucketMs: number
  readonly #buckets = new Float64Array(WINDOW_BUCKETS)
  #head = 0
  #sum = 0

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / WINDOW_BUCKETS
  }

  /** The count in the window that ends now. */
  sumAt(nowMs: number): number {
    const bucket = Math.floor(nowMs / this.#bucketMs)
    if (bucket > this.#head) this.#forward(bucket)
    else if (bucket < this.#head - WINDOW_BUCKETS) this.#back(bucket)
    return this.#sum
  }

  add(amount: number, nowMs: number): void {
    this.sumAt(nowMs)
    this.#put(this.#head, amount)
  }

  /**
   * Corrects what was added at `addedMs`, where it is still in the window. A bucket never falls below 0, whatever
   * the clock has done in between.
   */
  adjust(amount: number, addedMs: number): void {
    const bucket = Math.min(Math.floor(addedMs / this.#bucketMs), this.#head)
    if (bucket <= this.#head - WINDOW_BUCKETS) return
    const held = this.#buckets[bucket % WINDOW_BUCKETS] as number // A remainder of the length is an index.
    this.#put(bucket, Math.max(amount, -held))
  }

  /** Milliseconds until the count has fallen to `allowed`. */
  fallsToMs(allowed: number, nowMs: number): number {
    let excess = this.sumAt(nowMs) - allowed
    for (let age = WINDOW_BUCKETS - 1; age > 0 && excess > 0; age--) {
      const bucket = this.#head - age
      if (bucket < 0) continue
      excess -= this.#buckets[bucket % WINDOW_BUCKETS] as number // As above.
      if (excess <= 0) return this.#leavesMs(bucket, nowMs)
    }
    return excess > 0 ? this.#leavesMs(this.#head, nowMs) : 0
  }

  /** Milliseconds until what was counted just now is gone, and so everything. */
  resetMs(nowMs: number): number {
    return this.#leavesMs(this.#head, nowMs)
  }

  #leavesMs(bucket: number, nowMs: number): number {
    return Math.ceil((bucket + WINDOW_BUCKETS) * this.#bucketMs - nowMs)
  }

  #put(bucket: number, amount: number): void {
    const slot = bucket % WINDOW_BUCKETS
    this.#buckets[slot] = (this.#buckets[slot] as number) + amount // As above.
    this.#sum += amount
  }

  #forward(bucket: number): void {
    const steps = Math.min(bucket - this.#head, WINDOW_BUCKETS)
    for (let step = 1; step <= steps; step++) {
      const slot = (this.#head + step) % WINDOW_BUCKETS
      this.#sum -= this.#buckets[slot] as number // As above.
      this.#buckets[slot] = 0
    }
    this.#head = bucket
  }

  #back(bucket: number): void {
    this.#buckets.fill(0)
    this.#head = bucket
    this.#buckets[bucket % WINDOW_BUCKETS] = this.#sum
  }
}
