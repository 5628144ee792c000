/** The number of buckets that words are hashed into. A power of two, and no more than 65,536. */
export const BUCKETS = 1 << 14

/** The words of one text. Two words in one bucket cannot be told apart. */
export class WordSet {
  /** How many words there are, repetitions included. */
  count = 0
  readonly #seen = new Uint8Array(BUCKETS)
  readonly #buckets: Uint16Array
  #distinct = 0

  constructor(wordsMax: number) {
    this.#buckets = new Uint16Array(Math.min(BUCKETS, wordsMax))
  }

  /** `hash` is of the whole word: start from `EMPTY_WORD`, then `hashed` with each unit. */
  add(hash: number): void {
    // FNV alone leaves its low bits poor, and those choose the bucket.
    const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    const bucket = (half ^ (half >>> 13)) & (BUCKETS - 1)
    this.count++
    if (this.#seen[bucket] === 1) return
    this.#seen[bucket] = 1
    this.#buckets[this.#distinct++] = bucket
  }

  /** Each once, in order of their first occurrence. */
  buckets(): Uint16Array {
    return this.#buckets.subarray(0, this.#distinct)
  }
}

/** FNV-1a. */
export const EMPTY_WORD = 0x811c9dc5

export function hashed(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193)
}
