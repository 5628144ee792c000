import { COST_TIERS, STRONG_SHARES } from '../../src/routing/auto/cost-tier.ts'
import { sigmoid } from '../../src/routing/auto/model.ts'
import type { RouterFile } from '../../src/routing/auto/router-file.ts'
import { minimise } from './minimise.ts'

/** A score of a held-out row, and whether the weak model was as good as the strong one on it. */
export interface Outcome {
  readonly score: number
  readonly suffices: boolean
}

/** Platt's scaling: the slope and offset under which the outcomes are the likeliest. */
export function calibrate(outcomes: readonly Outcome[]): RouterFile['calibration'] {
  const [slope = 0, offset = 0] = minimise((point, gradient) => {
    const [slope = 0, offset = 0] = point
    gradient.fill(0)
    let loss = 0
    for (const { score, suffices } of outcomes) {
      const logit = slope * score + offset
      const error = sigmoid(logit) - Number(suffices)
      loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - (suffices ? logit : 0)
      gradient[0] = (gradient[0] ?? 0) + (error * score) / outcomes.length
      gradient[1] = (gradient[1] ?? 0) + error / outcomes.length
    }
    return loss / outcomes.length
  }, 2)
  return { slope, offset }
}

/** The probabilities below which the share of each tier lies. */
export function thresholdsOf(probabilities: readonly number[]): RouterFile['thresholds'] {
  const sorted = [...probabilities].sort((a, b) => a - b)
  const [low = 0, balanced = 0, high = 0] = COST_TIERS.map(
    (tier) => sorted[Math.floor(STRONG_SHARES[tier] * sorted.length)],
  )
  return { low, balanced, high }
}
