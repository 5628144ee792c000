/** A mean in which the older values count less: half as much after each half-life. */
export class FadingMean {
  readonly #rules: FadingMeanRules
  #sum = 0
  #weight = 0
  #atMs = 0

  constructor(rules: FadingMeanRules) {
    this.#rules = rules
  }

  observe(value: number, weight: number, nowMs: number): void {
    const kept = this.#kept(nowMs)
    this.#sum = this.#sum * kept + value * weight
    this.#weight = this.#weight * kept + weight
    this.#atMs = nowMs
  }

  /** Null while too little is known. */
  at(nowMs: number): number | null {
    const { weightMin, assumed, assumedWeight } = this.#rules
    if (this.#weight < weightMin) return null
    const kept = this.#kept(nowMs)
    const weight = this.#weight * kept
    if (weight < weightMin) return null
    return (assumed * assumedWeight + this.#sum * kept) / (assumedWeight + weight)
  }

  #kept(nowMs: number): number {
    return 2 ** ((this.#atMs - nowMs) / this.#rules.halfLifeMs)
  }
}

export interface FadingMeanRules {
  readonly halfLifeMs: number
  /** What must have been observed, and not faded, before anything is told. Above 0. */
  readonly weightMin: number
  /** What it begins at, and what that weighs, so that the first values do not decide alone. */
  readonly assumed: number
  readonly assumedWeight: number
}
