/** The latest few of what was measured since the last time somebody asked, to stand for all of it. */
export class Recent {
  readonly #values = new Float64Array(KEPT)
  #count = 0

  push(value: number): void {
    this.#values[this.#count++ % KEPT] = value
  }

  /** Null where there was nothing. */
  take(): Sample | null {
    if (this.#count === 0) return null
    const values = [...this.#values.subarray(0, Math.min(this.#count, KEPT))]
    const weight = this.#count / values.length
    this.#count = 0
    return { values, weight }
  }
}

export interface Sample {
  readonly values: readonly number[]
  /** How many measurements each value stands for. */
  readonly weight: number
}

const KEPT = 16
