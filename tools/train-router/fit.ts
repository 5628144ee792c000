import { MARKS } from '../../src/routing/auto/features.ts'
import { sigmoid, standardised } from '../../src/routing/auto/model.ts'
import { BUCKETS } from '../../src/routing/auto/words.ts'
import { minimise } from './minimise.ts'
import { gainOf, type Row } from './rows.ts'

/** What training finds, in full precision. */
export interface Fit {
  readonly bias: number
  readonly words: Float64Array
  readonly marks: readonly { readonly mean: number; readonly spread: number; readonly weight: number }[]
}

/**
 * L2-regularised logistic regression on which model is the better one: 1 where only the weak one was right, 0 where
 * only the strong one was, and a half where it makes no difference. What a router can win or lose is the gain, not
 * how hard a prompt is: where both fail, or both succeed, the cheap one is as good.
 */
export function fit(rows: readonly Row[], regularisation: number): Fit {
  const scales = scalesOf(rows)
  const examples = rows.map(
    (row): Example => ({
      buckets: row.features.buckets,
      wordValue: 1 / Math.sqrt(Math.max(1, row.features.buckets.length)),
      marks: Float64Array.from(scales, (scale, index) => standardised(row.features.marks[index] ?? 0, scale)),
      wanted: (1 - gainOf(row)) / 2,
    }),
  )
  const point = minimise((point, gradient) => loss(examples, point, gradient, regularisation), BIAS + 1)
  return {
    bias: at(point, BIAS),
    words: point.slice(0, BUCKETS),
    marks: scales.map((scale, index) => ({ ...scale, weight: at(point, BUCKETS + index) * MARK_VALUE })),
  }
}

/** The point: a weight for each bucket, one for each mark, and the bias, which is not held back. */
const BIAS = BUCKETS + MARKS.length

/**
 * Regularisation holds all weights back alike; a mark, which occurs in every prompt, moves by tenths what a word
 * moves by ones. Found on half of the corpus: words learn subjects by heart when they are given more room.
 */
const MARK_VALUE = 0.3

interface Example {
  readonly buckets: Uint16Array
  readonly wordValue: number
  readonly marks: Float64Array
  readonly wanted: number
}

function loss(
  examples: readonly Example[],
  point: Float64Array,
  gradient: Float64Array,
  regularisation: number,
): number {
  gradient.fill(0)
  let sum = 0
  for (const { buckets, wordValue, marks, wanted } of examples) {
    let words = 0
    for (const bucket of buckets) words += at(point, bucket)
    let score = at(point, BIAS) + words * wordValue
    for (const [index, mark] of marks.entries()) score += at(point, BUCKETS + index) * mark * MARK_VALUE

    sum += Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - wanted * score
    const error = (sigmoid(score) - wanted) / examples.length
    for (const bucket of buckets) gradient[bucket] = at(gradient, bucket) + error * wordValue
    for (const [index, mark] of marks.entries()) {
      gradient[BUCKETS + index] = at(gradient, BUCKETS + index) + error * mark * MARK_VALUE
    }
    gradient[BIAS] = at(gradient, BIAS) + error
  }
  let penalty = 0
  for (let index = 0; index < BIAS; index++) {
    penalty += at(point, index) ** 2
    gradient[index] = at(gradient, index) + regularisation * at(point, index)
  }
  return sum / examples.length + (regularisation * penalty) / 2
}

function scalesOf(rows: readonly Row[]): readonly { readonly mean: number; readonly spread: number }[] {
  return MARKS.map((_, index) => {
    const values = rows.map(({ features }) => features.marks[index] ?? 0)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    return { mean, spread: Math.sqrt(variance) }
  })
}

function at(vector: Float64Array, index: number): number {
  return vector[index] ?? 0
}
