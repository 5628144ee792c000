import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { CostTier } from './cost-tier.ts'

/** The shape of `weights.json`: what `tools/train-router/train.ts` writes and `readRouter` reads. */
export interface RouterFile {
  readonly format: 1
  /** Eight digits of the SHA-256 of everything below. */
  readonly version: string
  readonly trained: TrainingFacts
  /** Of which the number must be that of `words.ts`. */
  readonly buckets: number
  readonly bias: number
  /** What one step of a word's weight is worth. */
  readonly wordStep: number
  /** One signed byte for each bucket, in base64. */
  readonly words: string
  /** By the names of `MARKS`. */
  readonly marks: Readonly<Record<string, MarkWeight>>
  /** From the score to the probability that the weak model suffices. */
  readonly calibration: { readonly slope: number; readonly offset: number }
  /** Below this probability a request goes to a strong model. */
  readonly thresholds: Readonly<Record<CostTier, number>>
}

export interface MarkWeight {
  readonly mean: number
  readonly spread: number
  readonly weight: number
}

/** What the weights were learned from, and how well they did on what they had not seen. */
export interface TrainingFacts {
  readonly prompts: number
  /** The shares that each of the two models got right. */
  readonly weakOk: number
  readonly strongOk: number
  readonly regularisation: number
  readonly folds: number
  readonly seed: string
  /** The share of the gap that was recovered on held-out prompts, on average over all shares of strong calls. */
  readonly recovered: number
}

/** Checks what may have been trained elsewhere. Throws an `Error` that names what is wrong. */
export function checkRouterFile(value: unknown): RouterFile {
  if (!isJsonObject(value) || value['format'] !== 1) throw new Error('The router file is not of format 1.')
  const { version, trained, buckets, words, marks, calibration, thresholds } = value
  if (typeof version !== 'string' || typeof words !== 'string')
    throw new Error('The router file lacks its version or its words.')
  if (typeof buckets !== 'number') throw new Error('The router file does not say how many buckets it has.')
  for (const [name, part] of Object.entries({ trained, marks, calibration, thresholds })) {
    if (!isJsonObject(part)) throw new Error(`The router file lacks its ${name}.`)
  }
  checkNumbers(value, ['bias', 'wordStep'], 'router file')
  checkNumbers(calibration, ['slope', 'offset'], 'calibration')
  checkNumbers(thresholds, ['low', 'balanced', 'high'], 'thresholds')
  // Every field that is used has been looked at, or is looked at by name when it is read.
  return value as unknown as RouterFile
}

export function checkMark(file: RouterFile, name: string): MarkWeight {
  const mark: unknown = file.marks[name]
  checkNumbers(mark, ['mean', 'spread', 'weight'], `mark ${name}`)
  return mark as unknown as MarkWeight // The line above has seen its three numbers.
}

function checkNumbers(value: unknown, names: readonly string[], where: string): asserts value is JsonObject {
  for (const name of names) {
    const number = isJsonObject(value) ? value[name] : undefined
    if (typeof number !== 'number' || !Number.isFinite(number))
      throw new Error(`The ${where} has no number \`${name}\`.`)
  }
}
