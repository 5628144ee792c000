import type { CostTier } from './cost-tier.ts'
import { type Features, MARKS } from './features.ts'
import { checkMark, checkRouterFile, type MarkWeight, type RouterFile } from './router-file.ts'
import { BUCKETS } from './words.ts'

/**
 * A linear model of one question: is the weak model as good as the strong one on this prompt? Learned offline from
 * prompts that both have answered (`tools/train-router`).
 *
 *   score = bias + mean of the words' weights × √words + Σ weight × (mark − mean) / spread
 */
export class RouterModel {
  readonly version: string
  readonly #file: RouterFile
  readonly #words: Int8Array
  readonly #marks: readonly MarkWeight[]

  /** Throws an `Error` where the file is none, or was made for other features than these. */
  constructor(value: unknown) {
    const file = checkRouterFile(value)
    if (file.buckets !== BUCKETS) {
      throw new Error(`The router file has ${file.buckets} buckets; this version has ${BUCKETS}.`)
    }
    this.#words = new Int8Array(Buffer.from(file.words, 'base64'))
    if (this.#words.length !== BUCKETS) throw new Error('The router file has not a weight for each bucket.')
    this.#marks = MARKS.map(({ name }) => checkMark(file, name))
    this.#file = file
    this.version = file.version
  }

  /** The probability, from 0 to 1, that the strong model would not do better than the weak one. */
  suffices(features: Features): number {
    const { slope, offset } = this.#file.calibration
    return sigmoid(slope * this.score(features) + offset)
  }

  /** Before calibration: the higher, the less a strong model gains. */
  score({ buckets, marks }: Features): number {
    let words = 0
    for (const bucket of buckets) words += this.#words[bucket] ?? 0
    let score = this.#file.bias + (words * this.#file.wordStep) / Math.sqrt(Math.max(1, buckets.length))
    for (const [index, mark] of this.#marks.entries()) {
      score += mark.weight * standardised(marks[index] ?? 0, mark)
    }
    return score
  }

  /** Below this probability a request of the tier goes to a strong model. */
  threshold(tier: CostTier): number {
    return this.#file.thresholds[tier]
  }
}

/** In spreads from the mean, and no more than three: no single mark of an odd prompt decides alone. */
export function standardised(value: number, { mean, spread }: Pick<MarkWeight, 'mean' | 'spread'>): number {
  return spread === 0 ? 0 : Math.max(-3, Math.min(3, (value - mean) / spread))
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
