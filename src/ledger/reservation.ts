import type { Budget } from '../core/budget.ts'
import type { Nanos } from '../core/money.ts'
import type { Counter } from './counter.ts'
import type { FigureBoard, RateFigures } from './figure-board.ts'
import type { ScopeState } from './scope-state.ts'
import type { Measure, Spend } from './spend.ts'

/** What one counter holds for a request. */
export interface Hold {
  readonly counter: Counter
  readonly measure: Measure
  amount: number
  readonly state: ScopeState
  /** Null: of a rate. */
  readonly budget: Budget | null
}

/** What a request may use at most, and what it will probably use. */
export interface Demand {
  /** A budget must not be overdrawn and so holds the worst case. */
  readonly tokensWorst: number
  /**
   * What rate windows hold until the settlement: a rate would stand still if every request held a whole context window
   * of answer that it will never give.
   */
  readonly tokensExpected: number
  /** Null: not known. */
  readonly costWorst: Nanos | null
  /** The longest that providers may be waited for. */
  readonly msWorst: number
}

/** An admitted request's holds, with the figures for the reply's headers. Its own part is taken off them. */
export class Reservation implements RateFigures {
  readonly admitted = true
  readonly timeMs: number
  readonly holds: readonly Hold[]
  /** How often anything had been restored by then: later restorings did not know of this request. */
  readonly restorings: number
  #reservedTokens: number
  #reservedNanos: Nanos
  readonly requestsLimit: number | null
  readonly requestsRemaining: number | null
  readonly requestsResetMs: number | null
  readonly tokensLimit: number | null
  readonly tokensRemaining: number | null
  readonly tokensResetMs: number | null
  #isOpen = true

  constructor(
    demand: Demand & { readonly nowMs: number },
    holds: readonly Hold[],
    restorings: number,
    before: FigureBoard,
  ) {
    this.timeMs = demand.nowMs
    this.holds = holds
    this.restorings = restorings
    this.#reservedTokens = demand.tokensWorst
    this.#reservedNanos = demand.costWorst ?? 0
    this.requestsLimit = before.requestsLimit
    this.requestsRemaining = before.requestsRemaining === null ? null : before.requestsRemaining - 1
    this.requestsResetMs = before.requestsResetMs
    this.tokensLimit = before.tokensLimit
    this.tokensRemaining =
      before.tokensRemaining === null ? null : before.tokensRemaining - demand.tokensExpected
    this.tokensResetMs = before.tokensResetMs
  }

  /** Held in budgets; rate windows hold what is expected. */
  get reservedTokens(): number {
    return this.#reservedTokens
  }

  /** 0 where the cost is not known and that is allowed. */
  get reservedNanos(): Nanos {
    return this.#reservedNanos
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Of a budget of any kind. */
  get hasBudgets(): boolean {
    return this.holds.some(({ budget }) => budget !== null)
  }

  /** Only by who has put as much into each hold. */
  grow(tokens: number, costNanos: Nanos): void {
    this.#reservedTokens += tokens
    this.#reservedNanos += costNanos
  }

  /** True for the first call only. */
  close(): boolean {
    const wasOpen = this.#isOpen
    this.#isOpen = false
    return wasOpen
  }
}

/** What a request has really used. A null is "not known": what was reserved stays charged. */
export interface Settlement {
  readonly tokens: number | null
  readonly costNanos: Nanos | null
  readonly ms: number
  /** What each provider that was asked has got of it. */
  readonly providers: ReadonlyMap<string, Spend>
}

/** What a hold gives way to. */
export function usedOf({ measure, amount, state }: Hold, settlement: Settlement): number {
  if (state.scope.type === 'provider') return settlement.providers.get(state.scope.id)?.[measure] ?? 0
  switch (measure) {
    case 'calls':
      return 1
    case 'ms':
      return settlement.ms
    case 'tokens':
      return settlement.tokens ?? amount
    case 'costNanos':
      return settlement.costNanos ?? amount
  }
}
