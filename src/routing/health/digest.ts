import type { Quantiles } from '../health-view.ts'

/**
 * Quantiles of what was observed lately. A histogram whose buckets grow by a tenth each, so that any value in its
 * range is told to 5 %, with weights that halve every five minutes. It is 512 bytes however much it sees; to observe
 * is one logarithm and one addition.
 *
 * Weights do not shrink, new ones grow instead: one that is observed later by a half-life counts twice. Now and then
 * all are scaled back, before they outgrow a 32-bit float.
 */
export class Digest {
  readonly #lowest: number
  readonly #weights = new Float32Array(BUCKETS)
  /** The moment at which an observation has the weight 1. */
  #unitAtMs: number
  #quantiles: Quantiles | null = null
  /** Time fades all weights alike, so what they say changes only with an observation. */
  #isNew = false
  #readAtMs = Number.NEGATIVE_INFINITY
  /** When too little is left of what was observed to tell anything. */
  #fadedAtMs = 0

  /** Values from `lowest` to 164,000 times as much are told apart; others count as the nearest of these. */
  constructor(lowest: number, nowMs: number) {
    this.#lowest = lowest
    this.#unitAtMs = nowMs
  }

  observe(value: number, nowMs: number, weight = 1): void {
    const index = Math.floor(Math.log(value / this.#lowest) / LOG_GROWTH)
    const bucket = Math.min(Math.max(index, 0), BUCKETS - 1)
    if (nowMs - this.#unitAtMs > SCALE_MS) this.#scale(nowMs)
    const units = weight * 2 ** ((nowMs - this.#unitAtMs) / HALF_LIFE_MS)
    this.#weights[bucket] = (this.#weights[bucket] ?? 0) + units
    this.#isNew = true
  }

  /**
   * As they were at most a tenth of a second ago: to read them is far dearer than to observe. Null when what was
   * observed has faded: a single observation is remembered for ten minutes.
   */
  quantiles(nowMs: number): Quantiles | null {
    if (this.#isNew && nowMs - this.#readAtMs >= READ_MS_MIN) {
      this.#quantiles = this.#read()
      this.#isNew = false
      this.#readAtMs = nowMs
    }
    return nowMs > this.#fadedAtMs ? null : this.#quantiles
  }

  #read(): Quantiles {
    const weights = this.#weights
    let total = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) total += weights[bucket] ?? 0
    this.#fadedAtMs = this.#unitAtMs + HALF_LIFE_MS * Math.log2(total / WEIGHT_MIN)
    let bucket = -1
    let reached = 0
    /** The middle of the bucket in which the weights, added up from the lowest, reach this share of all. */
    const at = (share: number) => {
      while (reached < share * total && bucket < BUCKETS - 1) reached += weights[++bucket] ?? 0
      return this.#lowest * (MIDDLES[bucket] ?? 0)
    }
    return { p50: at(0.5), p75: at(0.75), p90: at(0.9), p95: at(0.95), p99: at(0.99) }
  }

  #scale(nowMs: number): void {
    const factor = 2 ** ((this.#unitAtMs - nowMs) / HALF_LIFE_MS)
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const scaled = (this.#weights[bucket] ?? 0) * factor
      this.#weights[bucket] = scaled < FADED ? 0 : scaled
    }
    this.#unitAtMs = nowMs
  }
}

const BUCKETS = 128
const GROWTH = 1.1
const LOG_GROWTH = Math.log(GROWTH)
/** For each bucket, in lowest values: what is equally wrong, by proportion, at either end of it. */
const MIDDLES = Float64Array.from(
  { length: BUCKETS },
  (_, bucket) => GROWTH ** bucket * ((2 * GROWTH) / (1 + GROWTH)),
)
const HALF_LIFE_MS = 300_000
const SCALE_MS = 10 * HALF_LIFE_MS
const READ_MS_MIN = 100
const WEIGHT_MIN = 0.25
/** What is left of an observation after three hours is dropped, before it is too small for a 32-bit float. */
const FADED = 1e-10
