import type { Random } from '../../core/ports.ts'
import type { BreakerRules } from './faults.ts'
import { Stamp } from './stamp.ts'

/**
 * A circuit breaker.
 *
 *            enough failures in a row             the pause is over
 *   closed ────────────────────────▶ open ────────────────────────▶ half-open: one request probes
 *      ▲                              ▲                                    │
 *      │                              └──────── it fails: twice the pause ─┤
 *      └─────────────────────────────────────── it succeeds ───────────────┘
 *
 * Only attempts that began after it opened can close it or open it anew: an answer that was long under way when the
 * provider went down says nothing about whether it is back.
 */
export class Breaker {
  readonly stamp = new Stamp()
  #failuresInARow = 0
  /** Null while closed. */
  #openUntilMs: number | null = null
  #openedAtMs = 0
  #pauseMs = 0
  /** Null when no attempt of this process is the probe. */
  #probeStartedMs: number | null = null
  #probeUntilMs = Number.NEGATIVE_INFINITY

  get failuresInARow(): number {
    return this.#failuresInARow
  }

  /** Null when closed; else when a probe may go, which is at or before now when it is half-open. */
  dueMs(nowMs: number): number | null {
    if (this.#openUntilMs === null) return null
    return this.isProbed(nowMs) ? Math.max(this.#openUntilMs, this.#probeUntilMs) : this.#openUntilMs
  }

  isProbed(nowMs: number): boolean {
    return this.#probeUntilMs > nowMs
  }

  /** The first attempt at a half-open breaker is its probe. */
  began(nowMs: number): void {
    if (this.#openUntilMs === null || (this.dueMs(nowMs) ?? 0) > nowMs) return
    this.#probeStartedMs = nowMs
    this.#probeUntilMs = nowMs + PROBE_MS_MAX
    this.stamp.change()
  }

  succeeded(startedAtMs: number): void {
    if (this.#openUntilMs === null) {
      this.#failuresInARow = 0
      return
    }
    if (startedAtMs < this.#openedAtMs) return
    this.#failuresInARow = 0
    this.#openUntilMs = null
    this.#pauseMs = 0
    this.#endProbe()
    this.stamp.change()
  }

  failed(failure: BreakerFailure, random: Random): void {
    const { failuresToOpen, startedAtMs, nowMs } = failure
    this.#failuresInARow++
    if (this.#openUntilMs === null) {
      if (this.#failuresInARow >= failuresToOpen) this.#open(failure, random)
      return
    }
    // Requests that were under way when it opened fail one after the other; they are no probes and no news.
    if (nowMs >= this.#openUntilMs && startedAtMs >= this.#openedAtMs) this.#open(failure, random)
  }

  /** An attempt has ended and told nothing. If it was the probe another may go, but not in quick succession. */
  saidNothing(startedAtMs: number): void {
    if (this.#probeStartedMs === null || startedAtMs < this.#probeStartedMs) return
    this.#probeUntilMs = this.#probeStartedMs + PROBE_SPACING_MS
    this.#probeStartedMs = null
    this.stamp.change()
  }

  condition(nowMs: number): BreakerCondition {
    return {
      openForMs: this.#openUntilMs === null ? null : Math.max(0, this.#openUntilMs - nowMs),
      pauseMs: this.#pauseMs,
      probedForMs: Math.max(0, this.#probeUntilMs - nowMs),
    }
  }

  /** What another process has found counts here from now on. */
  adopt({ openForMs, pauseMs, probedForMs }: BreakerCondition, nowMs: number): void {
    if (openForMs === null) this.#failuresInARow = 0
    this.#openUntilMs = openForMs === null ? null : nowMs + Math.min(openForMs, PAUSE_MS_MAX)
    this.#openedAtMs = nowMs
    this.#pauseMs = Math.min(pauseMs, PAUSE_MS_MAX)
    this.#probeStartedMs = null
    this.#probeUntilMs =
      probedForMs === 0 ? Number.NEGATIVE_INFINITY : nowMs + Math.min(probedForMs, PROBE_MS_MAX)
  }

  #open({ pauses, retryAfterMs, nowMs }: BreakerFailure, random: Random): void {
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, pauses.firstMs), pauses.mostMs)
    const drawnMs = Math.ceil(this.#pauseMs * (1 - JITTER * random()))
    this.#openUntilMs = nowMs + Math.max(drawnMs, Math.min(retryAfterMs ?? 0, PAUSE_MS_MAX))
    this.#openedAtMs = nowMs
    this.#endProbe()
    this.stamp.change()
  }

  #endProbe(): void {
    this.#probeStartedMs = null
    this.#probeUntilMs = Number.NEGATIVE_INFINITY
  }
}

export interface BreakerFailure extends BreakerRules {
  /** The provider's own word on when to come back. */
  readonly retryAfterMs: number | null
  readonly startedAtMs: number
  readonly nowMs: number
}

/** A breaker as told to another process, whose clock is another one: all times are from now on. */
export interface BreakerCondition {
  /** Null: closed. 0: half-open. */
  readonly openForMs: number | null
  readonly pauseMs: number
  readonly probedForMs: number
}

/** A probe that has not come back for so long no longer holds the door. */
const PROBE_MS_MAX = 30_000
const PROBE_SPACING_MS = 1_000
/** Up to so much of a pause is left to chance, so that many processes do not come back in the same instant. */
const JITTER = 0.2
/** Whatever a provider, or another process, asks for. */
const PAUSE_MS_MAX = 3_600_000
