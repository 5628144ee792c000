import type { Nanos } from '../core/money.ts'
import { type FigureBoard, Meter, type RateFigures } from './meter.ts'
import { Spending } from './spending.ts'

/** What the limits know of one key. */
export class KeyState {
  readonly id: string
  readonly meter = new Meter()
  readonly spending = new Spending()
  isRestored = false
  /** Only models that have limits of their own: as many as the key's record names. */
  readonly #models = new Map<string, Meter>()

  constructor(id: string) {
    this.id = id
  }

  model(name: string): Meter {
    let meter = this.#models.get(name)
    if (meter === undefined) {
      meter = new Meter()
      this.#models.set(name, meter)
    }
    return meter
  }
}

/** An admitted request's hold on its key, with the figures for the reply's headers. Its own part is taken off them. */
export class Reservation implements RateFigures {
  readonly admitted = true
  readonly key: KeyState
  readonly model: Meter | null
  readonly timeMs: number
  readonly expectedTokens: number
  #reservedTokens: number
  #reservedNanos: Nanos
  readonly requestsLimit: number | null
  readonly requestsRemaining: number | null
  readonly requestsResetMs: number | null
  readonly tokensLimit: number | null
  readonly tokensRemaining: number | null
  readonly tokensResetMs: number | null
  #isOpen = true

  constructor(hold: Hold, key: KeyState, model: Meter | null, before: FigureBoard) {
    this.key = key
    this.model = model
    this.timeMs = hold.nowMs
    this.#reservedTokens = hold.tokensWorst
    this.expectedTokens = hold.tokensExpected
    this.#reservedNanos = hold.costWorst ?? 0
    this.requestsLimit = before.requestsLimit
    this.requestsRemaining = before.requestsRemaining === null ? null : before.requestsRemaining - 1
    this.requestsResetMs = before.requestsResetMs
    this.tokensLimit = before.tokensLimit
    this.tokensRemaining =
      before.tokensRemaining === null ? null : before.tokensRemaining - hold.tokensExpected
    this.tokensResetMs = before.tokensResetMs
  }

  /** Held in budgets; in rate windows it is `expectedTokens`. */
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

  /** Only by who has put as much into `key.spending.reserved`. */
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

export interface Hold {
  readonly nowMs: number
  readonly tokensWorst: number
  readonly tokensExpected: number
  readonly costWorst: Nanos | null
}
