import { LRUCache } from 'lru-cache'
import { ERRORS, type ErrorCode } from '../core/error.ts'

/**
 * What is known of each target's condition. Routing reads it, attempts write it; nothing else does.
 *
 *            3 failures in a row                 the pause is over
 *   closed ────────────────────▶ open ────────────────────────────▶ half-open: one request probes
 *      ▲                          ▲                                        │
 *      │                          └──────── it fails: twice the pause ─────┤
 *      └─────────────────────────────────── it succeeds ───────────────────┘
 *
 * Apart from the breaker, a target may be full until a time (the provider said so), or its credential refused. Both
 * are nobody's ill health: they cool the target down and leave the breaker alone.
 */
export class Health {
  readonly #states = new LRUCache<string, TargetState>({ max: STATES_MAX })

  standing(targetId: string, nowMs: number): Standing {
    const state = this.#states.get(targetId)
    if (state === undefined) return READY
    if (state.fullUntilMs > nowMs) {
      return { type: state.isFullByGuess ? 'crowded' : 'full', untilMs: state.fullUntilMs }
    }
    if (state.refusedUntilMs > nowMs) return { type: 'refused', untilMs: state.refusedUntilMs }
    if (state.openUntilMs === 0) return READY
    if (state.openUntilMs > nowMs || state.probeStartedMs + PROBE_MS_MAX > nowMs) {
      return { type: 'open', untilMs: Math.max(state.openUntilMs, nowMs) }
    }
    return { type: 'half-open' }
  }

  /** Marks the one request that may try a half-open target. */
  began(targetId: string, nowMs: number): void {
    const state = this.#state(targetId)
    state.requests++
    if (state.openUntilMs !== 0 && state.openUntilMs <= nowMs) state.probeStartedMs = nowMs
  }

  succeeded(targetId: string, timing: { readonly ttftMs: number | null; readonly durationMs: number }): void {
    const state = this.#state(targetId)
    state.failuresInARow = 0
    state.openUntilMs = 0
    state.pauseMs = 0
    state.probeStartedMs = Number.NEGATIVE_INFINITY
    // How long it is full stands: this request may have begun before it was.
    state.fullsInARow = 0
    state.refusedUntilMs = 0
    state.ttftMs = decayed(state.ttftMs, timing.ttftMs)
    state.durationMs = decayed(state.durationMs, timing.durationMs)
  }

  /** A caller's own mistake, or his leaving, says nothing about the target: only a probe it had begun is given back. */
  saidNothing(targetId: string): void {
    const state = this.#states.get(targetId)
    if (state !== undefined) state.probeStartedMs = Number.NEGATIVE_INFINITY
  }

  failed(targetId: string, code: ErrorCode, retryAfterMs: number | null, nowMs: number): void {
    if (ERRORS[code].fault !== 'provider') return this.saidNothing(targetId)
    const state = this.#state(targetId)
    state.errors++
    state.lastError = code
    state.probeStartedMs = Number.NEGATIVE_INFINITY
    if (code === 'provider_rate_limited') {
      noteFull(state, retryAfterMs, nowMs)
      return
    }
    if (code === 'provider_unauthorized' || code === 'provider_model_missing') {
      state.refusedUntilMs = nowMs + REFUSED_MS
      return
    }
    state.failuresInARow++
    // Requests that were under way when it opened fail one after the other; they are no probes and no news.
    if (state.openUntilMs > nowMs || state.failuresInARow < FAILURES_TO_OPEN) return
    state.pauseMs = Math.min(Math.max(state.pauseMs * 2, PAUSE_MS_MIN), PAUSE_MS_MAX)
    state.openUntilMs = nowMs + Math.max(state.pauseMs, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MS_MAX))
  }

  /** Of all that were tried since the start. */
  targetIds(): string[] {
    return [...this.#states.keys()]
  }

  /** For the admin API. */
  report(targetId: string, nowMs: number): TargetReport {
    const state = this.#states.get(targetId)
    return {
      standing: this.standing(targetId, nowMs),
      requests: state?.requests ?? 0,
      errors: state?.errors ?? 0,
      failuresInARow: state?.failuresInARow ?? 0,
      lastError: state?.lastError ?? null,
      ttftMs: state?.ttftMs ?? null,
      durationMs: state?.durationMs ?? null,
    }
  }

  #state(targetId: string): TargetState {
    let state = this.#states.get(targetId)
    if (state === undefined) {
      state = newState()
      this.#states.set(targetId, state)
    }
    return state
  }
}

export type Standing =
  | { readonly type: 'ready' }
  | { readonly type: 'half-open' }
  /** `full`: the provider said until when. `crowded`: it did not, and this is a guess. */
  | { readonly type: 'open' | 'full' | 'crowded' | 'refused'; readonly untilMs: number }

export interface TargetReport {
  readonly standing: Standing
  readonly requests: number
  readonly errors: number
  readonly failuresInARow: number
  readonly lastError: ErrorCode | null
  /** Decayed means, in milliseconds; null before the first success. */
  readonly ttftMs: number | null
  readonly durationMs: number | null
}

/** Callers may name any native id, so the number of targets has no bound of its own. */
const STATES_MAX = 10_000
const FAILURES_TO_OPEN = 3
const PAUSE_MS_MIN = 5_000
const PAUSE_MS_MAX = 60_000
/** A probe that has not come back for so long no longer holds the door. */
const PROBE_MS_MAX = 30_000
/** How long a rate limit is taken to last when the provider does not say. */
const FULL_MS_MIN = 1_000
const FULL_MS_MAX = 30_000
const RETRY_AFTER_MS_MAX = 3_600_000
const REFUSED_MS = 60_000

const READY: Standing = Object.freeze({ type: 'ready' })

interface TargetState {
  failuresInARow: number
  openUntilMs: number
  pauseMs: number
  probeStartedMs: number
  fullUntilMs: number
  isFullByGuess: boolean
  fullsInARow: number
  refusedUntilMs: number
  requests: number
  errors: number
  lastError: ErrorCode | null
  ttftMs: number | null
  durationMs: number | null
}

function newState(): TargetState {
  return {
    failuresInARow: 0,
    openUntilMs: 0,
    pauseMs: 0,
    probeStartedMs: Number.NEGATIVE_INFINITY,
    fullUntilMs: 0,
    isFullByGuess: false,
    fullsInARow: 0,
    refusedUntilMs: 0,
    requests: 0,
    errors: 0,
    lastError: null,
    ttftMs: null,
    durationMs: null,
  }
}

/** What the provider says beats a guess, and a later time an earlier one. */
function noteFull(state: TargetState, retryAfterMs: number | null, nowMs: number): void {
  const guessMs = Math.min(FULL_MS_MIN * 2 ** state.fullsInARow++, FULL_MS_MAX)
  const untilMs = nowMs + Math.min(retryAfterMs ?? guessMs, RETRY_AFTER_MS_MAX)
  const isGuess = retryAfterMs === null
  const isTold = state.fullUntilMs > nowMs && !state.isFullByGuess
  if (isTold && (isGuess || untilMs <= state.fullUntilMs)) return
  state.isFullByGuess = isGuess
  state.fullUntilMs = untilMs
}

/** The latest tenth counts; older ones fade. */
function decayed(mean: number | null, sample: number | null): number | null {
  if (sample === null) return mean
  return mean === null ? sample : mean + (sample - mean) / 10
}
