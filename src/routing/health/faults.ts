import { ERRORS, type ErrorCode } from '../../core/error.ts'

/** What a failed attempt does to what is thought of its target. */
export type Effect =
  /** Room for no more just now. */
  | { readonly type: 'full' }
  /** Not wanted there at all: nobody's ill health, and nothing that time mends soon. */
  | ({ readonly type: 'refused'; readonly scope: 'target' | 'credential' } & BreakerRules)
  /** Ill. */
  | ({ readonly type: 'failing' } & BreakerRules)

export interface BreakerRules {
  /** In a row. */
  readonly failuresToOpen: number
  readonly pauses: Pauses
}

/** How long a breaker stays open: at first, and at most after doubling with each probe that failed. */
export interface Pauses {
  readonly firstMs: number
  readonly mostMs: number
}

/** Null where the fault is the caller's or ours, and so says nothing about the target. */
export function effectOf(code: ErrorCode, status: number | null): Effect | null {
  if (!isProviderFault(code)) return null
  // A key that may not use one model often may use the others, and callers may name any model.
  if (code === 'provider_unauthorized' && status === 403) return REFUSED_TARGET
  return EFFECTS[code]
}

type ProviderFault = {
  [Code in ErrorCode]: (typeof ERRORS)[Code]['fault'] extends 'provider' ? Code : never
}[ErrorCode]

function isProviderFault(code: ErrorCode): code is ProviderFault {
  return ERRORS[code].fault === 'provider'
}

const FAILING: Effect = failing(3, 5_000)
const REFUSED_TARGET: Effect = refused('target')

/** A new fault of providers does not compile until somebody decides what it does. */
const EFFECTS: Readonly<Record<ProviderFault, Effect>> = {
  provider_error: FAILING,
  provider_overloaded: FAILING,
  provider_unreachable: FAILING,
  provider_invalid_reply: FAILING,
  // Each probe keeps somebody waiting for as long as the timeout is.
  provider_timeout: failing(3, 10_000),
  // Its caller could not be given another target any more, which is worth a short rest each time.
  stream_interrupted: failing(1, 2_000),
  provider_rate_limited: { type: 'full' },
  provider_unauthorized: refused('credential'),
  provider_model_missing: REFUSED_TARGET,
  // The sum of other failures, each of which has been counted.
  all_targets_failed: failing(Number.POSITIVE_INFINITY, 0),
}

function refused(scope: 'target' | 'credential'): Effect {
  return { type: 'refused', scope, failuresToOpen: 1, pauses: { firstMs: 60_000, mostMs: 600_000 } }
}

function failing(failuresToOpen: number, firstMs: number): Effect {
  return { type: 'failing', failuresToOpen, pauses: { firstMs, mostMs: 60_000 } }
}
