import type { ErrorCode } from '../core/error.ts'
import type { Random } from '../core/ports.ts'
import type { Allowance } from '../core/provider.ts'
import { effectOf } from './health/faults.ts'
import { InFlight } from './health/in-flight.ts'
import { KnownTargets } from './health/known-targets.ts'
import type { Failure, Success } from './health/outcome.ts'
import { Sharing } from './health/sharing.ts'
import type { HealthDelta } from './health-exchange.ts'
import type { Figures, HealthView } from './health-view.ts'

/**
 * What is known of each target's condition. Routing reads it, attempts write it; nothing else does. All its times are
 * of a clock that never goes back.
 *
 * A target has a circuit breaker for its ill health. Apart from that it may be full until a time, or refused: itself,
 * or the credential it shares with others. These are nobody's ill health and leave its breaker alone.
 */
export class Health implements HealthView {
  readonly #known: KnownTargets
  readonly #inFlight = new InFlight()
  readonly #random: Random
  readonly #sharing: Sharing | null

  constructor({ random = () => 0, origin = null }: HealthOptions = {}) {
    this.#random = random
    this.#known = new KnownTargets(origin !== null)
    this.#sharing = origin === null ? null : new Sharing(origin, this.#known)
  }

  standing(targetId: string, nowMs: number): Standing {
    const state = this.#known.find(targetId)
    const full = state?.rateLimit.full(nowMs) ?? null
    if (full !== null) return { type: full.reason === 'told' ? 'full' : 'crowded', untilMs: full.untilMs }
    const refused = later(state?.refusal.dueMs(nowMs), this.#known.findCredential(targetId)?.dueMs(nowMs))
    if (refused !== null && refused > nowMs) return { type: 'refused', untilMs: refused }
    const open = state?.breaker.dueMs(nowMs) ?? null
    if (open !== null && open > nowMs) return { type: 'open', untilMs: open }
    return refused === null && open === null ? READY : HALF_OPEN
  }

  /** Whether some attempt is just finding out whether this target is back. */
  isProbed(targetId: string, nowMs: number): boolean {
    return this.#known.breakers(targetId).some((breaker) => breaker.isProbed(nowMs))
  }

  figures(targetId: string, nowMs: number): Figures {
    const inFlight = this.#inFlight.of(targetId)
    const state = this.#known.find(targetId)
    if (state === undefined) return { ...UNKNOWN, inFlight }
    return {
      inFlight,
      ...state.measurements.figures(nowMs),
      requestsLeft: state.rateLimit.requestsLeft(nowMs),
      tokensLeft: state.rateLimit.tokensLeft(nowMs),
    }
  }

  /** An attempt begins. Exactly one of `succeeded`, `failed` and `saidNothing` is to follow. */
  began(targetId: string, nowMs: number): void {
    this.#inFlight.began(targetId)
    this.#known.get(targetId).requests++
    for (const breaker of this.#known.breakers(targetId)) breaker.began(nowMs)
  }

  /** What the headers of a reply, good or bad, say of the rate limits. */
  told(targetId: string, allowance: Allowance, nowMs: number): void {
    this.#known.get(targetId).rateLimit.told(allowance, nowMs)
  }

  succeeded(targetId: string, success: Success, nowMs: number): void {
    this.#inFlight.ended(targetId)
    const state = this.#known.get(targetId)
    const { ttftMs, durationMs } = success
    for (const breaker of this.#known.breakers(targetId)) breaker.succeeded(nowMs - durationMs)
    state.rateLimit.succeeded()
    state.measurements.answered(success, nowMs)
    state.ttftMs = faded(state.ttftMs, ttftMs)
    state.durationMs = faded(state.durationMs, durationMs)
  }

  failed(targetId: string, failure: Failure, nowMs: number): void {
    const { code, status = null, retryAfterMs, durationMs = 0 } = failure
    const effect = effectOf(code, status)
    if (effect === null) return this.saidNothing(targetId, durationMs, nowMs)
    this.#inFlight.ended(targetId)
    const state = this.#known.get(targetId)
    state.errors++
    state.lastError = code
    const startedAtMs = nowMs - durationMs
    const concerned = this.#known.concernedBy(effect, targetId)
    for (const breaker of this.#known.breakers(targetId))
      if (breaker !== concerned) breaker.saidNothing(startedAtMs)
    if (effect.type === 'full') return state.rateLimit.refused(retryAfterMs, nowMs)
    if (effect.type === 'failing') state.measurements.failed(nowMs)
    const { pauses, failuresToOpen } = effect
    concerned?.failed({ failuresToOpen, pauses, retryAfterMs, startedAtMs, nowMs }, this.#random)
  }

  /** A caller's own mistake, or his leaving, says nothing about the target: only a probe is given back. */
  saidNothing(targetId: string, durationMs: number, nowMs: number): void {
    this.#inFlight.ended(targetId)
    for (const breaker of this.#known.breakers(targetId)) breaker.saidNothing(nowMs - durationMs)
  }

  /** A verdict on an answer, from 0 to 1, by whoever can tell; `weight` is what it counts beside others. */
  observeQuality(targetId: string, value: number, weight: number, nowMs: number): void {
    this.#known.get(targetId).measurements.observeQuality(value, weight, nowMs)
  }

  /** What the other processes should be told; null where nothing is new, or where there are no others. */
  takeDelta(nowMs: number): HealthDelta | null {
    return this.#sharing?.take(nowMs) ?? null
  }

  /** Takes over what another process has found out. */
  applyDelta(delta: HealthDelta, nowMs: number): void {
    this.#sharing?.apply(delta, nowMs)
  }

  /** Of all that were tried since the start. */
  targetIds(): string[] {
    return [...this.#known.targets].map(([id]) => id)
  }

  /** For the admin API. */
  report(targetId: string, nowMs: number): TargetReport {
    const state = this.#known.find(targetId)
    return {
      standing: this.standing(targetId, nowMs),
      figures: this.figures(targetId, nowMs),
      requests: state?.requests ?? 0,
      errors: state?.errors ?? 0,
      failuresInARow: state?.breaker.failuresInARow ?? 0,
      lastError: state?.lastError ?? null,
      ttftMs: state?.ttftMs ?? null,
      durationMs: state?.durationMs ?? null,
    }
  }
}

export interface HealthOptions {
  /** Draws by how much less than its full pause a breaker waits. Absent: pauses are exact. */
  readonly random?: Random
  /** The name of this process among those it shares with, new with each start. Null: it is alone. */
  readonly origin?: string | null
}

export type Standing =
  | { readonly type: 'ready' }
  /** One request may try it. */
  | { readonly type: 'half-open' }
  /** `full`: the provider refused, and said until when. `crowded`: it announced that, or it is a guess. */
  | { readonly type: 'open' | 'full' | 'crowded' | 'refused'; readonly untilMs: number }

export interface TargetReport {
  readonly standing: Standing
  readonly figures: Figures
  readonly requests: number
  readonly errors: number
  readonly failuresInARow: number
  readonly lastError: ErrorCode | null
  /** Means in which the latest tenth counts, in milliseconds; null before the first success. */
  readonly ttftMs: number | null
  readonly durationMs: number | null
}

const READY: Standing = Object.freeze({ type: 'ready' })
const HALF_OPEN: Standing = Object.freeze({ type: 'half-open' })

const UNKNOWN: Figures = Object.freeze({
  inFlight: 0,
  ttftMs: null,
  tokensPerSecond: null,
  uptime: Object.freeze({ fiveMinutes: null, thirtyMinutes: null, day: null }),
  requestsLeft: null,
  tokensLeft: null,
  cacheHitRate: null,
  quality: null,
})

function later(one: number | null | undefined, other: number | null | undefined): number | null {
  if (one == null) return other ?? null
  return other == null ? one : Math.max(one, other)
}

/** The latest tenth counts; older ones fade. */
function faded(mean: number | null, sample: number | null): number | null {
  if (sample === null) return mean
  return mean === null ? sample : mean + (sample - mean) / 10
}
