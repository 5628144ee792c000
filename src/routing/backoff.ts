import type { RetryConfig } from '../config/config.ts'
import { ERRORS, type ErrorCode } from '../core/error.ts'
import type { Random } from '../core/ports.ts'

/** All attempts of one exchange together, whatever retries and fallbacks would add up to. */
export const ATTEMPTS_MAX = 8

/** A provider may ask for more patience than this; then the caller is told to come back instead of being kept. */
const WAIT_MS_MAX = 20_000
const BACKOFF_MS_MIN = 200
const BACKOFF_MS_MAX = 5_000

/** What one failed attempt means for the next. */
export interface FailedAttempt {
  readonly code: ErrorCode
  /** The provider's HTTP status; null when it sent none. */
  readonly status: number | null
  readonly retryAfterMs: number | null
}

/** Whether this failure is worth another try at all, by its class and by the route's own list. */
export function isRetryable(failure: FailedAttempt, retries: RetryConfig): boolean {
  if (ERRORS[failure.code].retry === 'never') return false
  // A credential that is refused, or a model the provider lacks, is our own affair: the caller's list is not about it.
  if (failure.code === 'provider_unauthorized' || failure.code === 'provider_model_missing') return true
  if (failure.code === 'provider_timeout') return retries.on.includes('timeout')
  if (failure.status === null || failure.status < 400) return retries.on.includes('network')
  return retries.on.includes(failure.status)
}

/**
 * How long to wait before the same target is tried again, in milliseconds; null when it should not be.
 * `triesBefore` counts this target's attempts so far.
 */
export function retryDelayMs(
  failure: FailedAttempt,
  retries: RetryConfig,
  triesBefore: number,
  random: Random,
): number | null {
  if (ERRORS[failure.code].retry !== 'same' || triesBefore > retries.attempts) return null
  const ceiling = Math.min(BACKOFF_MS_MIN * 2 ** (triesBefore - 1), BACKOFF_MS_MAX)
  const backoffMs = ceiling * (0.5 + random() / 2)
  if (failure.retryAfterMs === null || !retries.honourRetryAfter) return backoffMs
  return failure.retryAfterMs > WAIT_MS_MAX ? null : Math.max(failure.retryAfterMs, backoffMs)
}
