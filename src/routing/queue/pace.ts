/** How long a request is served, and how much work it is, as decayed means over the latest requests. */
export class Pace {
  #durationMs: number | null = null
  #cost: number | null = null

  note(durationMs: number, cost: number): void {
    this.#durationMs = blend(this.#durationMs, durationMs)
    this.#cost = blend(this.#cost, cost)
  }

  /**
   * Milliseconds until `count` requests have been let in where `limit` are served at once, all of them busy now:
   * each place is free again after a mean service time. 0 while nothing has been observed.
   */
  waitMs(count: number, limit: number): number {
    return (count * (this.#durationMs ?? 0)) / limit
  }

  /** The work that so many requests probably are. */
  costOf(count: number): number {
    return count * (this.#cost ?? 0)
  }
}

const LATEST_WEIGHT = 0.1

function blend(mean: number | null, sample: number): number {
  return mean === null ? sample : mean + (sample - mean) * LATEST_WEIGHT
}
