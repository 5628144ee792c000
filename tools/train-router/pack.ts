import { createHash } from 'node:crypto'
import type { CostTier } from '../../src/routing/auto/cost-tier.ts'
import { MARKS } from '../../src/routing/auto/features.ts'
import type { RouterFile, TrainingFacts } from '../../src/routing/auto/router-file.ts'
import { BUCKETS } from '../../src/routing/auto/words.ts'
import type { Fit } from './fit.ts'

export interface Packing {
  readonly trained: TrainingFacts
  readonly calibration: RouterFile['calibration']
  readonly thresholds: Readonly<Record<CostTier, number>>
}

/** The weights as the file that the gateway reads: a signed byte for each word, four digits for everything else. */
export function pack(fit: Fit, { trained, calibration, thresholds }: Packing): RouterFile {
  const wordStep = Number((Math.max(...fit.words.map(Math.abs), Number.MIN_VALUE) / 127).toPrecision(4))
  const words = Int8Array.from(fit.words, (weight) =>
    Math.max(-127, Math.min(127, Math.round(weight / wordStep))),
  )
  const content = {
    trained,
    buckets: BUCKETS,
    bias: rounded(fit.bias),
    wordStep,
    words: Buffer.from(words.buffer).toString('base64'),
    marks: Object.fromEntries(
      fit.marks.map(({ mean, spread, weight }, index) => [
        MARKS[index]?.name ?? '',
        { mean: rounded(mean), spread: rounded(spread), weight: rounded(weight) },
      ]),
    ),
    calibration: { slope: rounded(calibration.slope), offset: rounded(calibration.offset) },
    thresholds: {
      low: rounded(thresholds.low),
      balanced: rounded(thresholds.balanced),
      high: rounded(thresholds.high),
    },
  }
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8)
  return { format: 1, version, ...content }
}

/** For a model whose scores are wanted and nothing else. */
export const UNCALIBRATED: Packing = {
  trained: { prompts: 0, weakOk: 0, strongOk: 0, regularisation: 0, folds: 0, seed: '', recovered: 0 },
  calibration: { slope: 1, offset: 0 },
  thresholds: { low: 0, balanced: 0, high: 0 },
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
