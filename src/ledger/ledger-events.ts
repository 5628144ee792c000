import type { Budget } from '../core/budget.ts'
import type { Scope } from '../core/scope.ts'

/** What others may want to know of the ledger while it works. */
export type LedgerEvent = BudgetThresholdEvent | BudgetPausedEvent

/** A share of a budget is used up. Once for each share in each window. */
export interface BudgetThresholdEvent {
  readonly type: 'budget-threshold'
  readonly scope: Scope
  readonly budget: Budget
  /** Of the budget's `alertAt`. */
  readonly percent: number
  /** In what the budget counts: nanos, tokens, calls or milliseconds. */
  readonly spent: number
  readonly limit: number
  readonly timeMs: number
}

/** A budget was exhausted and says `pause`: its scope is refused until somebody resumes it. */
export interface BudgetPausedEvent {
  readonly type: 'budget-paused'
  readonly scope: Scope
  readonly budget: Budget
  readonly timeMs: number
}

type Listener = (event: LedgerEvent) => void

/** Tells all who listen, at once and in the order in which they came. */
export class LedgerEvents {
  readonly #listeners = new Set<Listener>()

  /** Returns how to stop listening. A listener must not throw, and must not wait: a request is being served. */
  subscribe(listener: Listener): () => void {
    if (this.#listeners.size >= LISTENERS_MAX) throw new RangeError(`${LISTENERS_MAX} listeners are enough.`)
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  emit(event: LedgerEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

const LISTENERS_MAX = 16
