import type { ErrorCode } from '../../core/error.ts'
import { Breaker } from './breaker.ts'
import { Measurements } from './measurements.ts'
import { RateLimit } from './rate-limit.ts'

/** All that is known of one target. */
export interface TargetState {
  readonly breaker: Breaker
  /** Open while the target itself is not to be had: a model the provider lacks, or that this key may not use. */
  readonly refusal: Breaker
  readonly rateLimit: RateLimit
  readonly measurements: Measurements
  requests: number
  errors: number
  lastError: ErrorCode | null
  /** Means in which the latest tenth counts, in milliseconds. */
  ttftMs: number | null
  durationMs: number | null
}

export function newTargetState(isShared: boolean): TargetState {
  return {
    breaker: new Breaker(),
    refusal: new Breaker(),
    rateLimit: new RateLimit(),
    measurements: new Measurements(isShared),
    requests: 0,
    errors: 0,
    lastError: null,
    ttftMs: null,
    durationMs: null,
  }
}
