import type { ErrorCode } from '../../core/error.ts'

/** What an attempt that was answered tells of its target. */
export interface Success {
  /** Null where the answer came whole. */
  readonly ttftMs: number | null
  readonly durationMs: number
  /** Absent: the provider did not say. */
  readonly tokens?: {
    readonly input: number
    /** The part of the input that came from the provider's prompt cache. */
    readonly cacheRead: number
    /** Those that were seen, not those of hidden reasoning. */
    readonly output: number
  }
}

/** What one that failed tells of it. */
export interface Failure {
  readonly code: ErrorCode
  /** The provider's HTTP status; null or absent when it sent none. */
  readonly status?: number | null
  readonly retryAfterMs: number | null
  /** Since the attempt began. Absent: it has only just. */
  readonly durationMs?: number
}
