import type { Budget } from '../core/budget.ts'
import type { Scope } from '../core/scope.ts'
import { SpendCounter } from './counter.ts'
import { Meter } from './meter.ts'
import { counterName, type Measure, measureOf, type SlotSpend, type Spend } from './spend.ts'

/** What the limits know of one scope. */
export class ScopeState {
  readonly scope: Scope
  readonly meter = new Meter()
  /** Reservations that are not over: so long it must not be forgotten. */
  open = 0
  /** Only models that have limits of their own here: as many as the rules name. */
  readonly #models = new Map<string, Meter>()
  /** By what is counted and over which window: as many as there are budgets. */
  readonly #counters = new Map<string, KnownCounter>()
  /** The same by the budget itself: to make its name takes longer than to check it. */
  readonly #byBudget = new WeakMap<Budget, SpendCounter>()
  /** How much has been counted since a restoring began. */
  #countedMeanwhile = 0

  constructor(scope: Scope) {
    this.scope = scope
  }

  model(name: string): Meter {
    let meter = this.#models.get(name)
    if (meter === undefined) {
      meter = new Meter()
      this.#models.set(name, meter)
    }
    return meter
  }

  /** Null where what was spent before is not known: to guess 0 would give money away. */
  counter(budget: Budget): SpendCounter | null {
    const found = this.#byBudget.get(budget)
    if (found !== undefined) return found
    const known = this.#counters.get(nameOf(budget))
    if (known?.isRestored !== true) return null
    this.#byBudget.set(budget, known.counter)
    return known.counter
  }

  /** What is held is counted no more by this, and only what comes from now on. */
  beginRestoring(budgets: readonly Budget[]): void {
    this.#countedMeanwhile = 0
    for (const budget of budgets) {
      if (this.counter(budget) !== null) continue
      const counter = new SpendCounter(budget.window, budget.timeZone)
      this.#counters.set(nameOf(budget), { counter, measure: measureOf(budget), isRestored: false })
    }
  }

  /** False where something was counted meanwhile, which may or may not be among the rows. */
  get isRestorable(): boolean {
    return this.#countedMeanwhile === 0
  }

  endRestoring(rows: readonly SlotSpend[], nowMs: number): void {
    for (const known of this.#counters.values()) {
      if (known.isRestored) continue
      const { counter, measure } = known
      counter.tally.sumAt(nowMs)
      // What is of the future, since a clock was set back, is of now.
      for (const row of rows) counter.settle(0, row[measure], Math.min(row.startMs, nowMs))
      known.isRestored = true
    }
  }

  /** What was used without a hold: it began before there was a budget. `held` are the counters that know of it. */
  addLate(spend: Spend, timeMs: number, isHeld: (counter: SpendCounter) => boolean): void {
    this.#countedMeanwhile++
    for (const { counter, measure } of this.#counters.values()) {
      if (!isHeld(counter)) counter.settle(0, spend[measure], timeMs)
    }
  }

  /** What open reservations hold, in all. */
  get held(): number {
    let sum = 0
    for (const { counter } of this.#counters.values()) sum += counter.held
    return sum
  }
}

interface KnownCounter {
  readonly counter: SpendCounter
  readonly measure: Measure
  isRestored: boolean
}

function nameOf(budget: Budget): string {
  return counterName(measureOf(budget), budget.window, budget.timeZone)
}
