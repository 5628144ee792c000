import { SCOPE_TYPES, type Scope, type ScopeType } from '../core/scope.ts'
import { ScopeState } from './scope-state.ts'

/** The states of scopes by type, those not seen for longest dropped where there are more than `max` of one. */
export class ScopeStates {
  readonly #max: number
  /** Each in the order of last use. */
  readonly #byType: Readonly<Record<ScopeType, Map<string, ScopeState>>>

  constructor(max: number) {
    this.#max = max
    // Made from the very list of types, which is all that the compiler cannot see.
    this.#byType = Object.fromEntries(SCOPE_TYPES.map((type) => [type, new Map()])) as Record<
      ScopeType,
      Map<string, ScopeState>
    >
  }

  find({ type, id }: Scope): ScopeState | undefined {
    return this.#byType[type].get(id)
  }

  /** Made where there is none; now the last to go. */
  touch(scope: Scope): ScopeState {
    const states = this.#byType[scope.type]
    let state = states.get(scope.id)
    if (state === undefined) {
      state = new ScopeState({ type: scope.type, id: scope.id })
      this.#makeRoom(states)
    } else if (states.size > 1) {
      states.delete(scope.id)
    } else {
      return state
    }
    states.set(scope.id, state) // A map keeps the order of insertion.
    return state
  }

  all(type: ScopeType): readonly ScopeState[] {
    return [...this.#byType[type].values()]
  }

  /** One with open reservations stays, so there may be more than the maximum, by the requests in flight. */
  #makeRoom(states: Map<string, ScopeState>): void {
    if (states.size < this.#max) return
    for (const [id, state] of states) {
      if (state.open > 0) continue
      states.delete(id)
      return
    }
  }
}
