import type { Standing } from './health.ts'

/** What planning may know of the condition of targets. Reading it changes nothing. */
export interface HealthView {
  standing(targetId: string, nowMs: number): Standing
  figures(targetId: string, nowMs: number): Figures
}

/** What has been measured of one target. Null: not measured lately, which is neither good nor bad. */
export interface Figures {
  /** Attempts under way from this process. */
  readonly inFlight: number
  /** From sending the request to the first token, in milliseconds. */
  readonly ttftMs: Quantiles | null
  /** Output tokens per second, from the first token to the last. Nine answers in ten reach the p90. */
  readonly tokensPerSecond: Quantiles | null
  /** The share of attempts that did not fail by the provider's fault, from 0 to 1. */
  readonly uptime: {
    readonly fiveMinutes: number | null
    readonly thirtyMinutes: number | null
    readonly day: number | null
  }
  /** What the provider's rate-limit headers last said is left of the present window. */
  readonly requestsLeft: number | null
  readonly tokensLeft: number | null
  /** The share of input tokens that were read from the provider's prompt cache, from 0 to 1. */
  readonly cacheHitRate?: number | null
  /** From 0 to 1: feedback, well-formed tool calls, guardrails passed, canaries. */
  readonly quality: number | null
}

export interface Quantiles {
  readonly p50: number
  readonly p75: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
}
