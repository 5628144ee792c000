import type { Budget, RateLimits } from '../core/key.ts'
import type { Nanos } from '../core/money.ts'
import { FigureBoard, type Meter } from './meter.ts'
import { type BudgetClaim, budgetRefusal, type Refusal, rateRefusal } from './refusal.ts'
import { KeyState, Reservation } from './reservation.ts'
import type { DailySpend, Spend } from './spending.ts'

/** `tokensWorst` and `costWorst` are the most that the request may use, input and output together. */
export interface ReserveRequest extends BudgetClaim {
  /**
   * What rate windows hold until the settlement. A budget must not be overdrawn and so holds the worst case; a rate
   * would stand still if every request held a whole context window of answer that it will never give.
   */
  readonly tokensExpected: number
  readonly keyId: string
  /** The requested model name, which `modelLimits` are for. */
  readonly model: string
  /** For the key as a whole: its own limits and the configuration's. Each must have room. */
  readonly limits: readonly RateLimits[]
  readonly modelLimits: RateLimits | null
}

/** More of what a reservation holds. */
export interface Extension {
  readonly tokens: number
  readonly costNanos: Nanos
  readonly budgets: readonly Budget[]
  readonly nowMs: number
}

/** What a request has really used. A null is "not known": the worst case that was reserved stays charged. */
export interface Settlement {
  readonly tokens: number | null
  readonly costNanos: Nanos | null
}

/** About 3 kB each where all windows are in use. */
const KEYS_MAX = 20_000

/**
 * Rate limits and budgets of one process. `reserve` is one step over every scope: all have room and all are taken
 * from, or nothing is. A reservation holds the worst case until it is settled with what was used, or released.
 *
 * What a key has spent is known only after `restore`; the state of keys not seen for longest is dropped when there
 * are more than `keysMax`, so callers ask `isRestored` before each reservation under a budget.
 */
export class Limits {
  readonly #keysMax: number
  /** In the order of last use. */
  readonly #keys = new Map<string, KeyState>()
  readonly #board = new FigureBoard()
  /** The last of `#keys`: a key that calls again and again is not moved each time. */
  #latest: KeyState | null = null

  constructor({ keysMax = KEYS_MAX } = {}) {
    this.#keysMax = keysMax
  }

  /** Throws where there are budgets and the key's spending was not restored: to guess 0 would give money away. */
  reserve(request: ReserveRequest): Reservation | Refusal {
    const key = this.#touch(request.keyId)
    const model = request.modelLimits === null ? null : key.model(request.model)
    this.#board.clear()
    const refusal = this.#check(request, key, model)
    if (refusal !== null) return refusal

    key.meter.take(request.tokensExpected, request.nowMs)
    model?.take(request.tokensExpected, request.nowMs)
    const { reserved } = key.spending
    reserved.costNanos += request.costWorst ?? 0
    reserved.tokens += request.tokensWorst
    reserved.calls += 1
    return new Reservation(request, key, model, this.#board)
  }

  /**
   * Holds as much more for a request that turns out to need it. False, and nothing done, where a budget has no room, or
   * the reservation is over. Rate windows hold what they did: the answer is no longer for it.
   */
  extend(reservation: Reservation, { tokens, costNanos, budgets, nowMs }: Extension): boolean {
    if (!reservation.isOpen) return false
    const { spending } = reservation.key
    this.#board.clear()
    const claim = {
      budgets: budgets.filter(({ calls }) => calls === undefined),
      unknownPrice: 'allow',
      tokensWorst: tokens,
      costWorst: costNanos,
      nowMs,
    } as const
    if (budgetRefusal(claim, spending, this.#board) !== null) return false
    spending.reserved.costNanos += costNanos
    spending.reserved.tokens += tokens
    reservation.grow(tokens, costNanos)
    return true
  }

  /** False, and nothing done, when the reservation was settled or released before. */
  settle(reservation: Reservation, { tokens, costNanos }: Settlement): boolean {
    const { key, timeMs, reservedTokens, expectedTokens, reservedNanos } = reservation
    if (!reservation.close()) return false
    const used = tokens ?? reservedTokens
    this.#end(reservation, 0, (tokens ?? expectedTokens) - expectedTokens)
    key.spending.add({ costNanos: costNanos ?? reservedNanos, tokens: used, calls: 1 }, timeMs)
    return true
  }

  /** Gives everything back, the request itself included: it never reached a provider. False as for `settle`. */
  release(reservation: Reservation): boolean {
    if (!reservation.close()) return false
    this.#end(reservation, -1, -reservation.expectedTokens)
    return true
  }

  isRestored(keyId: string): boolean {
    return this.#keys.get(keyId)?.isRestored ?? false
  }

  /** The store's totals of this key; none for a new key. Doing it twice does no harm. */
  restore(keyId: string, rows: Iterable<DailySpend>): void {
    const key = this.#touch(keyId)
    key.spending.restore(rows)
    key.isRestored = true
  }

  /** What is settled in a budget's window; null for a key that was not restored. */
  spent(keyId: string, window: Budget['window'], nowMs: number): Spend | null {
    const key = this.#keys.get(keyId)
    return key?.isRestored === true ? key.spending.spent(window, nowMs) : null
  }

  #check(request: ReserveRequest, key: KeyState, model: Meter | null): Refusal | null {
    const { tokensExpected, nowMs } = request
    if (request.budgets.length > 0 && !key.isRestored) {
      throw new Error(`The spending of key ${request.keyId} was not restored.`)
    }
    let refusal: Refusal | null = null
    for (const limits of request.limits) {
      const rate = key.meter.check(limits, tokensExpected, nowMs, this.#board)
      if (rate !== null) refusal ??= rateRefusal(rate, 'This key', this.#board)
    }
    if (model !== null && request.modelLimits !== null) {
      const rate = model.check(request.modelLimits, tokensExpected, nowMs, this.#board)
      if (rate !== null) refusal ??= rateRefusal(rate, `This key with model '${request.model}'`, this.#board)
    }
    return budgetRefusal(request, key.spending, this.#board) ?? refusal
  }

  #end(reservation: Reservation, requests: number, tokens: number): void {
    const { key, model, timeMs, reservedTokens, reservedNanos } = reservation
    key.meter.end(requests, tokens, timeMs)
    model?.end(requests, tokens, timeMs)
    key.spending.reserved.costNanos -= reservedNanos
    key.spending.reserved.tokens -= reservedTokens
    key.spending.reserved.calls -= 1
  }

  #touch(keyId: string): KeyState {
    if (this.#latest?.id === keyId) return this.#latest
    let key = this.#keys.get(keyId)
    if (key === undefined) {
      key = new KeyState(keyId)
      this.#makeRoom()
    } else {
      this.#keys.delete(keyId)
    }
    this.#keys.set(keyId, key) // A map keeps the order of insertion, so this one is now the last to go.
    this.#latest = key
    return key
  }

  /** A key with open reservations stays, so the map may be larger than its maximum by the requests in flight. */
  #makeRoom(): void {
    if (this.#keys.size < this.#keysMax) return
    for (const [keyId, key] of this.#keys) {
      if (key.spending.reserved.calls > 0) continue
      this.#keys.delete(keyId)
      return
    }
  }
}
