import type { Budget, RateLimits } from '../core/budget.ts'
import type { Nanos } from '../core/money.ts'
import type { Scope, ScopeType } from '../core/scope.ts'
import { FigureBoard } from './figure-board.ts'
import { SpendCounter } from './counter.ts'
import { LedgerEvents } from './ledger-events.ts'
import { Pauses } from './pauses.ts'
import type { Refusal } from './refusal.ts'
import { type Demand, type Hold, Reservation, type Settlement, usedOf } from './reservation.ts'
import { Review } from './review.ts'
import type { ScopeState } from './scope-state.ts'
import { ScopeStates } from './scope-states.ts'
import { limitOf, type SlotSpend, type Spend } from './spend.ts'
import { alertsAt, crossed } from './thresholds.ts'

/** What a scope's rules say to a request. */
export interface Claim {
  readonly scope: Scope
  readonly budgets: readonly Budget[]
  /** Each must have room. */
  readonly limits: readonly RateLimits[]
  /** The same, for the requested model alone. */
  readonly modelLimits: readonly RateLimits[]
  /** What may be used here, where that is less than the most that may be used at all. */
  readonly worst?: Pick<Demand, 'costWorst' | 'tokensWorst'>
}

export interface ReserveRequest extends Demand {
  readonly claims: readonly Claim[]
  /** The requested model name, which `modelLimits` are for. */
  readonly model: string
  /** What a money budget says to a request whose cost is not known. */
  readonly unknownPrice: 'deny' | 'allow'
  readonly nowMs: number
}

/** More of what a reservation holds. */
export interface Extension {
  readonly tokens: number
  readonly costNanos: Nanos
  readonly nowMs: number
}

/**
 * Rate limits and budgets of one process. `reserve` is one step over every scope: all have room and all are taken
 * from, or nothing is. A reservation is a list of holds, each of one counter, until it is settled with what was used,
 * or released.
 *
 * What a scope has spent is known only after it was restored; the states of scopes not seen for longest are dropped
 * when there are too many, so callers ask `unrestored` before each reservation.
 */
export class Limits {
  readonly #states: ScopeStates
  readonly #events: LedgerEvents
  readonly #pauses: Pauses
  readonly #board = new FigureBoard()
  #restorings = 0

  constructor({ scopesMax = SCOPES_MAX, events = new LedgerEvents() }: LimitsOptions = {}) {
    this.#states = new ScopeStates(scopesMax)
    this.#events = events
    this.#pauses = new Pauses(events)
  }

  get pauses(): Pauses {
    return this.#pauses
  }

  /** Throws where there are budgets and what was spent was not restored: to guess 0 would give money away. */
  reserve(request: ReserveRequest): Reservation | Refusal {
    this.#board.clear()
    const review = new Review(request, this.#pauses, this.#board)
    for (const claim of request.claims) review.add(claim, this.#states.touch(claim.scope))
    const { refusal, holds } = review
    if (refusal !== null) return refusal
    for (const { counter, amount, state } of holds) {
      counter.take(amount, request.nowMs)
      state.open++
    }
    return new Reservation(request, holds, this.#restorings, this.#board)
  }

  /**
   * Holds as much more for a request that turns out to need it. False, and nothing done, where a budget has no room, or
   * the reservation is over. Rate windows hold what they did: the answer is no longer for them.
   */
  extend(reservation: Reservation, { tokens, costNanos, nowMs }: Extension): boolean {
    if (!reservation.isOpen) return false
    const more = ({ measure }: Hold) => (measure === 'tokens' ? tokens : costNanos)
    const grown = reservation.holds.filter(isGrowing)
    const hasRoom = grown.every((hold) => hasRoomFor(hold, more(hold), nowMs))
    if (!hasRoom) return false
    for (const hold of grown) {
      hold.counter.take(more(hold), nowMs)
      hold.amount += more(hold)
    }
    reservation.grow(tokens, costNanos)
    return true
  }

  /**
   * False, and nothing done, when the reservation was settled or released before. `scopes` are all that it counts for:
   * of those that have a budget by now and had none then.
   */
  settle(reservation: Reservation, settlement: Settlement, scopes: () => readonly Scope[]): boolean {
    if (!reservation.close()) return false
    const { holds, timeMs } = reservation
    for (const hold of holds) this.#end(hold, usedOf(hold, settlement), timeMs)
    if (this.#restorings !== reservation.restorings) this.#addLate(reservation, settlement, scopes())
    return true
  }

  /** Gives everything back, the request itself included: it never reached a provider. False as for `settle`. */
  release(reservation: Reservation): boolean {
    if (!reservation.close()) return false
    for (const hold of reservation.holds) this.#end(hold, 0, reservation.timeMs)
    return true
  }

  /** The claims whose budgets cannot be checked yet. */
  unrestored(claims: readonly Claim[]): readonly Claim[] {
    return claims.filter(({ scope, budgets }) => {
      if (budgets.length === 0) return false
      const state = this.#states.find(scope)
      return state === undefined || budgets.some((budget) => state.counter(budget) === null)
    })
  }

  /** To be called before the store is asked. What is counted from here on, the store need not know. */
  beginRestoring({ scope, budgets }: Claim): void {
    this.#restorings++
    this.#states.touch(scope).beginRestoring(budgets)
  }

  /** False, and nothing done, where the rows may hold what was counted since; `isLast` puts up with that. */
  endRestoring({ scope }: Claim, rows: readonly SlotSpend[], nowMs: number, isLast: boolean): boolean {
    const state = this.#states.touch(scope)
    if (!state.isRestorable && !isLast) return false
    state.endRestoring(rows, nowMs)
    return true
  }

  /** What is settled in a budget's window; null where that was not restored. */
  spent(scope: Scope, budget: Budget, nowMs: number): number | null {
    return this.#states.find(scope)?.counter(budget)?.tally.sumAt(nowMs) ?? null
  }

  /** What a budget has left beside what is held; null where that was not restored. */
  left(scope: Scope, budget: Budget, nowMs: number): number | null {
    const counter = this.#states.find(scope)?.counter(budget) ?? null
    return counter === null ? null : limitOf(budget, nowMs) - counter.usedAt(nowMs)
  }

  /** What all open reservations hold of one type of scope, in the units of its counters together. */
  held(type: ScopeType): number {
    return this.#states.all(type).reduce((sum, { held }) => sum + held, 0)
  }

  #end({ counter, amount, state, budget }: Hold, used: number, takenMs: number): void {
    state.open--
    if (budget === null || !(counter instanceof SpendCounter) || alertsAt(budget, state.scope).length === 0) {
      counter.settle(amount, used, takenMs)
      return
    }
    const before = counter.tally.sumAt(takenMs)
    counter.settle(amount, used, takenMs)
    const after = counter.tally.sumAt(takenMs)
    for (const event of crossed(budget, state.scope, { before, after, timeMs: takenMs }))
      this.#events.emit(event)
  }

  #addLate({ holds, timeMs }: Reservation, settlement: Settlement, scopes: readonly Scope[]): void {
    const { tokens, costNanos, ms, providers } = settlement
    const spend = { tokens: tokens ?? 0, costNanos: costNanos ?? 0, ms, calls: 1 }
    const add = (state: ScopeState | undefined, of: Spend) =>
      state?.addLate(of, timeMs, (counter) => holds.some((hold) => hold.counter === counter))
    for (const scope of scopes) add(this.#states.find(scope), spend)
    for (const [id, of] of providers) add(this.#states.find({ type: 'provider', id }), of)
  }
}

export interface LimitsOptions {
  /** Of each type. */
  readonly scopesMax?: number
  readonly events?: LedgerEvents
}

/** About 3 kB each where all windows are in use. */
const SCOPES_MAX = 20_000

function isGrowing({ budget, measure }: Hold): boolean {
  return budget !== null && (measure === 'tokens' || measure === 'costNanos')
}

function hasRoomFor({ counter, budget }: Hold, more: number, nowMs: number): boolean {
  if (budget === null || budget.onExhausted === 'warn') return true
  return more <= limitOf(budget, nowMs) - counter.usedAt(nowMs)
}
