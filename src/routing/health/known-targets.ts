import { LRUCache } from 'lru-cache'
import { Breaker } from './breaker.ts'
import { credentialIdOf } from './credential.ts'
import type { Effect } from './faults.ts'
import { newTargetState, type TargetState } from './target-state.ts'

/** The targets that something is known of, and the credentials that were refused once. */
export class KnownTargets {
  readonly #isShared: boolean
  readonly #targets = new LRUCache<string, TargetState>({ max: TARGETS_MAX })
  readonly #credentials = new LRUCache<string, Breaker>({ max: CREDENTIALS_MAX })

  constructor(isShared: boolean) {
    this.#isShared = isShared
  }

  get targets(): Iterable<[string, TargetState]> {
    return this.#targets.entries()
  }

  get credentials(): Iterable<[string, Breaker]> {
    return this.#credentials.entries()
  }

  find(targetId: string): TargetState | undefined {
    return this.#targets.get(targetId)
  }

  get(targetId: string): TargetState {
    let state = this.#targets.get(targetId)
    if (state === undefined) {
      state = newTargetState(this.#isShared)
      this.#targets.set(targetId, state)
    }
    return state
  }

  /** Of the credential this target uses. */
  findCredential(targetId: string): Breaker | undefined {
    return this.#credentials.size === 0 ? undefined : this.#credentials.get(credentialIdOf(targetId))
  }

  credential(credentialId: string): Breaker {
    let refusal = this.#credentials.get(credentialId)
    if (refusal === undefined) {
      refusal = new Breaker()
      this.#credentials.set(credentialId, refusal)
    }
    return refusal
  }

  /** All that stand between a request and this target. */
  breakers(targetId: string): readonly Breaker[] {
    const state = this.find(targetId)
    const credential = this.findCredential(targetId)
    const own = state === undefined ? [] : [state.breaker, state.refusal]
    return credential === undefined ? own : [...own, credential]
  }

  /** The one of them that a failure is about; null for a rate limit. */
  concernedBy(effect: Effect, targetId: string): Breaker | null {
    if (effect.type === 'full') return null
    const { breaker, refusal } = this.get(targetId)
    if (effect.type === 'failing') return breaker
    return effect.scope === 'target' ? refusal : this.credential(credentialIdOf(targetId))
  }
}

/** Callers may name any native id, so the number of targets has no bound of its own. */
const TARGETS_MAX = 10_000
const CREDENTIALS_MAX = 1_000
