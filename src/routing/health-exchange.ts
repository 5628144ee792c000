import type { BreakerCondition } from './health/breaker.ts'
import type { RateLimitCondition } from './health/rate-limit.ts'
import type { Sample } from './health/recent.ts'
import type { Stamped } from './health/stamp.ts'

/**
 * What one process tells the others of what it has found out since it last did: plain JSON, and bounded. All times are
 * durations from now on, since clocks differ; a delta that is delivered late makes pauses longer by so much.
 *
 * To apply one twice changes nothing. Those of one origin are to be delivered in order; one that is lost, or comes
 * after a newer one, costs what was measured in it, and no agreement on what was changed again since.
 */
export interface HealthDelta {
  /** The process. */
  readonly origin: string
  /** Counts its deltas from 1. */
  readonly sequence: number
  readonly targets: readonly TargetDelta[]
  readonly credentials: readonly CredentialDelta[]
}

/** What is absent has not changed. */
export interface TargetDelta {
  readonly id: string
  readonly breaker?: Stamped & BreakerCondition
  readonly refusal?: Stamped & BreakerCondition
  readonly rateLimit?: Stamped & RateLimitCondition
  readonly measured?: Measured
}

export interface CredentialDelta {
  readonly id: string
  readonly refusal: Stamped & BreakerCondition
}

export interface Measured {
  readonly ttftMs: Sample | null
  readonly tokensPerSecond: Sample | null
  readonly good: number
  readonly bad: number
  /** The mean of the verdicts, and what they weigh together. */
  readonly quality: { readonly mean: number; readonly weight: number } | null
}

/** Of targets, and of credentials; more wait for the next delta. */
export const ENTRIES_PER_DELTA_MAX = 500
