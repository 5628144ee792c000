import type { Random } from '../../core/ports.ts'
import type { Figures } from '../health-view.ts'
import type { RequestFacts } from '../request-facts.ts'
import type { Target } from '../target.ts'

/**
 * A strategy gives each target a score; the lowest goes first. It never calls anybody, and draws only from the random
 * source it is handed, so that a seed repeats it.
 */
export type Strategy = (targets: readonly Target[], context: StrategyContext) => readonly Score[]

export interface StrategyContext {
  readonly random: Random
  readonly nowMs: number
  /** How many requests this route has had before. */
  readonly turn: number
  readonly facts: RequestFacts
  /** What has been measured of a target. */
  figures(target: Target): Figures
}

export interface Score {
  readonly score: number
  /** Goes before the score: all of a lower tier come before any of a higher one. Absent: 0. */
  readonly tier?: number
  /** What the score is made of, for whoever asks why. */
  readonly parts: Readonly<Record<string, number>>
}

/**
 * Efraimidis-Spirakis: an exponential drawn at rate `weight`; sorting by it orders without replacement in proportion
 * to the weights. A weight of 0 goes last.
 */
export function weightedDraw(weight: number, random: Random): number {
  const draw = -Math.log(1 - random())
  return weight > 0 ? draw / weight : Number.POSITIVE_INFINITY
}
