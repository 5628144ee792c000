import { LRUCache } from 'lru-cache'
import {
  type CredentialDelta,
  ENTRIES_PER_DELTA_MAX,
  type HealthDelta,
  type TargetDelta,
} from '../health-exchange.ts'
import type { Breaker, BreakerCondition } from './breaker.ts'
import type { KnownTargets } from './known-targets.ts'
import type { Stamped } from './stamp.ts'
import type { TargetState } from './target-state.ts'

/** Tells other processes what this one has found out, and takes over what they have. */
export class Sharing {
  readonly #own: string
  readonly #known: KnownTargets
  #sequence = 0
  /** The newest delta of each other process. */
  readonly #heard = new LRUCache<string, number>({ max: ORIGINS_MAX })

  constructor(own: string, known: KnownTargets) {
    this.#own = own
    this.#known = known
  }

  /** Null where nothing is new. */
  take(nowMs: number): HealthDelta | null {
    const credentials: CredentialDelta[] = []
    for (const [id, refusal] of this.#known.credentials) {
      if (credentials.length === ENTRIES_PER_DELTA_MAX) break
      if (refusal.stamp.isNews) credentials.push({ id, refusal: takeBreaker(refusal, this.#own, nowMs) })
    }
    const targets: TargetDelta[] = []
    for (const [id, state] of this.#known.targets) {
      if (targets.length === ENTRIES_PER_DELTA_MAX) break
      const target = takeTarget(id, state, this.#own, nowMs)
      if (target !== null) targets.push(target)
    }
    if (targets.length + credentials.length === 0) return null
    return { origin: this.#own, sequence: ++this.#sequence, targets, credentials }
  }

  apply({ origin, sequence, targets, credentials }: HealthDelta, nowMs: number): void {
    if (origin === this.#own) return
    const isNew = sequence > (this.#heard.get(origin) ?? 0)
    if (isNew) this.#heard.set(origin, sequence)
    for (const delta of targets.slice(0, ENTRIES_PER_DELTA_MAX)) {
      const state = this.#known.get(delta.id)
      adoptTarget(state, delta, this.#own, nowMs)
      // What is added up must not be added twice.
      if (isNew && delta.measured !== undefined) state.measurements.add(delta.measured, nowMs)
    }
    for (const { id, refusal } of credentials.slice(0, ENTRIES_PER_DELTA_MAX))
      adoptBreaker(this.#known.credential(id), refusal, this.#own, nowMs)
  }
}

const ORIGINS_MAX = 1_000

function takeTarget(id: string, state: TargetState, own: string, nowMs: number): TargetDelta | null {
  const { breaker, refusal, rateLimit, measurements } = state
  const measured = measurements.takeNews()
  const isNews = breaker.stamp.isNews || refusal.stamp.isNews || rateLimit.stamp.isNews
  if (!isNews && measured === null) return null
  return {
    id,
    ...(breaker.stamp.isNews ? { breaker: takeBreaker(breaker, own, nowMs) } : {}),
    ...(refusal.stamp.isNews ? { refusal: takeBreaker(refusal, own, nowMs) } : {}),
    ...(rateLimit.stamp.isNews
      ? { rateLimit: { ...rateLimit.stamp.take(own), ...rateLimit.condition(nowMs) } }
      : {}),
    ...(measured === null ? {} : { measured }),
  }
}

function takeBreaker(breaker: Breaker, own: string, nowMs: number): Stamped & BreakerCondition {
  return { ...breaker.stamp.take(own), ...breaker.condition(nowMs) }
}

function adoptTarget(state: TargetState, delta: TargetDelta, own: string, nowMs: number): void {
  const { breaker, refusal, rateLimit } = delta
  if (breaker !== undefined) adoptBreaker(state.breaker, breaker, own, nowMs)
  if (refusal !== undefined) adoptBreaker(state.refusal, refusal, own, nowMs)
  if (rateLimit !== undefined && state.rateLimit.stamp.adopt(rateLimit, own))
    state.rateLimit.adopt(rateLimit, nowMs)
}

function adoptBreaker(breaker: Breaker, told: Stamped & BreakerCondition, own: string, nowMs: number): void {
  if (breaker.stamp.adopt(told, own)) breaker.adopt(told, nowMs)
}
