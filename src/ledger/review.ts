import type { Budget, RateLimits } from '../core/budget.ts'
import type { SpendCounter } from './counter.ts'
import type { FigureBoard } from './figure-board.ts'
import type { Claim, ReserveRequest } from './limits.ts'
import type { Meter, RateClaim } from './meter.ts'
import type { Pauses } from './pauses.ts'
import { budgetRefusal, pausedRefusal, type Refusal, rateRefusal, unpricedRefusal } from './refusal.ts'
import type { Hold } from './reservation.ts'
import type { ScopeState } from './scope-state.ts'
import { limitOf, type Measure, measureOf } from './spend.ts'

/**
 * One look at everything that a request would take from, before anything is taken: what it would hold, or why not. The
 * first budget that refuses is named before the first rate that does, as a budget holds out longer.
 */
export class Review {
  readonly holds: Hold[] = []
  readonly #request: ReserveRequest
  readonly #pauses: Pauses
  readonly #board: FigureBoard
  readonly #rates: RateClaim[] = []
  #ofBudget: Refusal | null = null
  #ofRate: Refusal | null = null
  #downgradeTo: string | null = null

  constructor(request: ReserveRequest, pauses: Pauses, board: FigureBoard) {
    this.#request = request
    this.#pauses = pauses
    this.#board = board
  }

  add(claim: Claim, state: ScopeState): void {
    for (const limits of claim.limits) this.#addRates(limits, state.meter, state, null)
    if (claim.modelLimits.length > 0) {
      const { model } = this.#request
      const meter = state.model(model)
      for (const limits of claim.modelLimits) this.#addRates(limits, meter, state, model)
    }
    for (const budget of claim.budgets) this.#addBudget(budget, claim, state)
  }

  /** The board is complete only when everything was added. */
  get refusal(): Refusal | null {
    const refusal = this.#ofBudget ?? this.#ofRate
    if (refusal === null) return null
    // Another model would meet the same rates.
    const downgradeTo = this.#ofRate === null ? this.#downgradeTo : null
    return { ...refusal, ...this.#board, downgradeTo }
  }

  #addRates(limits: RateLimits, meter: Meter, state: ScopeState, model: string | null): void {
    const { tokensExpected, nowMs } = this.#request
    this.#rates.length = 0
    meter.claim(limits, tokensExpected, nowMs, { board: this.#board, claims: this.#rates })
    for (const rate of this.#rates) {
      const { counter, measure, limit, wanted } = rate
      const left = Math.max(0, limit - counter.usedAt(nowMs))
      if (wanted > left) {
        const retryAfterMs = counter.retryMs(limit, wanted, nowMs)
        const short = { scope: state.scope, limit, left, wanted, retryAfterMs }
        this.#ofRate ??= rateRefusal(rate, short, model, this.#board)
      }
      this.#hold({ counter, measure, amount: wanted, state, budget: null })
    }
  }

  #addBudget(budget: Budget, claim: Claim, state: ScopeState): void {
    const { nowMs, unknownPrice } = this.#request
    const counter = state.counter(budget)
    if (counter === null) {
      throw new Error(`What the ${state.scope.type} ${state.scope.id} has spent was not restored.`)
    }
    const measure = measureOf(budget)
    const amount = this.#amountOf(measure, claim)
    if (budget.onExhausted === 'warn') {
      this.#hold({ counter, measure, amount: amount ?? 0, state, budget })
      return
    }
    if (amount === null && unknownPrice === 'deny') {
      this.#ofBudget ??= unpricedRefusal(state.scope, this.#board)
      return
    }
    if (this.#pauses.has(budget, state.scope)) this.#ofBudget ??= pausedRefusal(state.scope, this.#board)
    const wanted = amount ?? 0
    const limit = limitOf(budget, nowMs)
    const left = limit - counter.usedAt(nowMs)
    if (wanted > left) this.#refuse(budget, state, { limit, left, wanted, counter })
    this.#hold({ counter, measure, amount: wanted, state, budget })
  }

  #refuse(
    budget: Budget,
    state: ScopeState,
    { limit, left, wanted, counter }: { limit: number; left: number; wanted: number; counter: SpendCounter },
  ): void {
    const { nowMs } = this.#request
    const retryAfterMs = counter.retryMs(limit, wanted, nowMs)
    this.#ofBudget ??= budgetRefusal(
      budget,
      { scope: state.scope, limit, left, wanted, retryAfterMs },
      this.#board,
    )
    if (budget.onExhausted === 'downgrade') this.#downgradeTo ??= budget.downgradeTo ?? null
    // What only running requests hold may come back at any moment: that is no reason to stop for good.
    const isUsedUp = wanted > limit - counter.tally.sumAt(nowMs)
    if (budget.onExhausted === 'pause' && isUsedUp) this.#pauses.add(budget, state.scope, nowMs)
  }

  /** Null: not known. */
  #amountOf(measure: Measure, { worst }: Claim): number | null {
    const request = this.#request
    const { costWorst, tokensWorst } = worst ?? request
    switch (measure) {
      case 'costNanos':
        return costWorst
      case 'tokens':
        return tokensWorst
      case 'calls':
        return 1
      case 'ms':
        return request.msWorst
    }
  }

  /** A counter holds a request once, however many limits are set on it. */
  #hold(hold: Hold): void {
    if (this.holds.every(({ counter }) => counter !== hold.counter)) this.holds.push(hold)
  }
}
