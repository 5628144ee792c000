import { seededRandom } from '../seeded.ts'

/**
 * A text as so many numbers, of length 1 together: the sum of those of its words, so that texts which share words lie
 * near each other, as they do for real models.
 */
export function vectorOf(text: string, dimensions: number, seed: number): readonly number[] {
  const sum = Array.from({ length: dimensions }, () => 0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const random = seededRandom(`${seed} vector ${word}`)
    for (let place = 0; place < dimensions; place++) sum[place] = (sum[place] ?? 0) + random() - 0.5
  }
  const length = Math.hypot(...sum)
  return sum.map((number) => Math.fround(number / length))
}

/** How many numbers there are where nobody asks for another count. */
export const DIMENSIONS = 64
/** As many as the largest real model gives. */
export const DIMENSIONS_MAX = 3_072
