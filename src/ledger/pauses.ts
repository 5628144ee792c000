import type { Budget } from '../core/budget.ts'
import type { Scope } from '../core/scope.ts'
import type { LedgerEvents } from './ledger-events.ts'

/** One scope that one budget has stopped. */
export interface Pause {
  readonly budgetId: string
  readonly scope: Scope
}

/**
 * Who is refused because a budget says `pause`, until somebody resumes it. Every new pause is told as an event, for
 * whoever keeps them; what was kept is brought back by `restore`.
 */
export class Pauses {
  readonly #events: LedgerEvents
  readonly #paused = new Map<string, Pause>()

  constructor(events: LedgerEvents) {
    this.#events = events
  }

  restore(pauses: Iterable<Pause>): void {
    for (const pause of pauses) this.#paused.set(placeOf(pause), pause)
  }

  has({ id, onExhausted }: Budget, scope: Scope): boolean {
    if (onExhausted !== 'pause' || id === undefined || this.#paused.size === 0) return false
    return this.#paused.has(placeOf({ budgetId: id, scope }))
  }

  add(budget: Budget, scope: Scope, timeMs: number): void {
    if (budget.id === undefined || this.has(budget, scope) || this.#paused.size >= PAUSES_MAX) return
    const pause = { budgetId: budget.id, scope }
    this.#paused.set(placeOf(pause), pause)
    this.#events.emit({ type: 'budget-paused', scope, budget, timeMs })
  }

  /** Of a budget, or of one scope under it. */
  resume(budgetId: string, scopeId: string | null): readonly Pause[] {
    const resumed = this.of(budgetId).filter(({ scope }) => scopeId === null || scope.id === scopeId)
    for (const pause of resumed) this.#paused.delete(placeOf(pause))
    return resumed
  }

  of(budgetId: string): readonly Pause[] {
    return [...this.#paused.values()].filter((pause) => pause.budgetId === budgetId)
  }
}

/** Beyond them a budget only denies, which is as strict while it is exhausted. */
const PAUSES_MAX = 100_000

function placeOf({ budgetId, scope }: Pause): string {
  return `${budgetId} ${scope.type} ${scope.id}`
}
