import { GatewayError } from '../core/error.ts'
import type { Budget } from '../core/budget.ts'
import type { Nanos } from '../core/money.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { type Scope, scopesOf } from '../core/scope.ts'
import { windowStartMs } from '../ledger/calendar.ts'
import { settlementOf } from '../ledger/charges.ts'
import type { Journal } from '../ledger/journal.ts'
import type { Opening, ServedBy } from '../ledger/journal-entry.ts'
import type { Claim, Limits, ReserveRequest } from '../ledger/limits.ts'
import type { Pause } from '../ledger/pauses.ts'
import type { Refusal } from '../ledger/refusal.ts'
import type { Reservation } from '../ledger/reservation.ts'
import type { SlotSpend } from '../ledger/spend.ts'

/** Where the totals of earlier days and processes are. */
export interface SpendSource {
  /** Resolves when all that the journal has announced can be read; with false when that took too long. */
  catchUp(): Promise<boolean>
  spend(scope: Scope, sinceMs: number): Promise<readonly SlotSpend[]>
}

/** An admitted exchange, not yet closed. */
export interface Admission {
  readonly opening: Opening
  /** Estimated, for usage that no provider reports. */
  readonly inputTokens: number
  /** What it will probably use, input and output together. */
  readonly tokensExpected: number
  readonly reservation: Reservation
}

/**
 * The ledger as the straight line sees it: reserve, open, close. Every admitted exchange is in the journal before its
 * first byte can reach a provider's answer, and closed there exactly once before its caller has the last one.
 */
export class Books {
  readonly #limits: Limits
  readonly #journal: Journal
  readonly #source: SpendSource
  readonly #restoring = new Map<string, Promise<void>>()
  #open = 0

  constructor(limits: Limits, journal: Journal, source: SpendSource) {
    this.#limits = limits
    this.#journal = journal
    this.#source = source
  }

  /** Exchanges admitted and not closed. */
  get openCount(): number {
    return this.#open
  }

  /** Null when `reserve` may be called at once; else a wait for what was spent before. */
  restored(claims: readonly Claim[], nowMs: number): Promise<void> | null {
    if (claims.length === 0) return null
    return this.#limits.unrestored(claims).length === 0 ? null : this.#restoreAll(claims, nowMs)
  }

  /** Throws `store_unavailable` while the journal cannot take more: what cannot be recorded is not begun. */
  reserve(request: ReserveRequest): Reservation | Refusal {
    this.#checkJournal()
    return this.#limits.reserve(request)
  }

  /** Lets those go on again whom a budget has paused; all, or one scope. */
  resume(budgetId: string, scopeId: string | null): readonly Pause[] {
    return this.#limits.pauses.resume(budgetId, scopeId)
  }

  /** Whom a budget has paused. */
  paused(budgetId: string): readonly Pause[] {
    return this.#limits.pauses.of(budgetId)
  }

  /** What a budget has left beside what is held; null where that is not known. */
  left(scope: Scope, budget: Budget, nowMs: number): number | null {
    return this.#limits.left(scope, budget, nowMs)
  }

  open(
    opening: Opening,
    reservation: Reservation,
    expected: {
      readonly inputTokens: number
      readonly tokensExpected: number
      readonly costWorst: Nanos | null
      readonly served: ServedBy
    },
  ): Admission {
    this.#open++
    this.#journal.append({
      type: 'open',
      exchange: opening,
      reservedNanos: expected.costWorst,
      reservedTokens: reservation.reservedTokens,
      inputTokens: expected.inputTokens,
      served: expected.served,
      outputTokens: 0,
      seenMs: opening.timeMs,
    })
    const { inputTokens, tokensExpected } = expected
    return { opening, reservation, inputTokens, tokensExpected }
  }

  /**
   * Whether the budgets hold for an exchange that may come to this much in all; what is missing is reserved.
   */
  covers(
    { reservation }: Admission,
    most: { readonly tokens: number; readonly costNanos: Nanos | null },
    nowMs: number,
  ): boolean {
    const costNanos = Math.max(0, (most.costNanos ?? 0) - reservation.reservedNanos)
    const tokens = Math.max(0, most.tokens - reservation.reservedTokens)
    return this.#limits.extend(reservation, { tokens, costNanos, nowMs })
  }

  /** Says how far a long answer has come, for the case that this process dies. */
  progress(admission: Admission, outputTokens: number, nowMs: number, served: ServedBy): void {
    this.#journal.append({ type: 'progress', id: admission.opening.id, timeMs: nowMs, outputTokens, served })
  }

  /**
   * Settles and records, in this order of effect: limits at once, `onWritten` when the record would survive
   * `kill -9`. `admission` is null for an exchange that was refused before admission: recorded, nothing to settle.
   */
  close(admission: Admission | null, closing: Closing, onWritten: (error: Error | null) => void): void {
    const { record, request, response } = closing
    // What was refused because nothing can be recorded is not recorded: it would fill the journal further.
    if (admission === null && !this.#canRecord) return onWritten(null)
    if (admission !== null) {
      this.#open--
      this.#settle(admission.reservation, record)
    }
    this.#journal.append({ type: 'close', record, request, response }, onWritten)
  }

  /** As the record says, so that what is in memory and what a restart reads are the same. */
  #settle(reservation: Reservation, record: ExchangeRecord): void {
    if (record.attempts.length === 0) this.#limits.release(reservation)
    else this.#limits.settle(reservation, settlementOf(record), () => scopesOf(record))
  }

  get #canRecord(): boolean {
    return this.#journal.isHealthy && !this.#journal.isFull
  }

  #checkJournal(): void {
    if (this.#canRecord) return
    throw new GatewayError(
      'store_unavailable',
      'The gateway cannot record requests just now; try again shortly.',
      {
        retryAfterMs: 1_000,
      },
    )
  }

  async #restoreAll(claims: readonly Claim[], nowMs: number): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const missing = this.#limits.unrestored(claims)
      if (missing.length === 0) return
      await Promise.all(missing.map((claim) => this.#restore(claim, nowMs)))
    }
    throw spendUnknown()
  }

  /** One at a time for a scope. What the one before did not bring is missed by the caller's next look. */
  #restore(claim: Claim, nowMs: number): Promise<void> {
    const place = `${claim.scope.type} ${claim.scope.id}`
    let restoring = this.#restoring.get(place)
    if (restoring === undefined) {
      restoring = this.#readSpend(claim, nowMs).finally(() => this.#restoring.delete(place))
      this.#restoring.set(place, restoring)
    }
    return restoring
  }

  /** What is settled here while the store reads may be among what it read: then it is asked once more. */
  async #readSpend(claim: Claim, nowMs: number): Promise<void> {
    const starts = claim.budgets.map(({ window, timeZone }) => windowStartMs(window, timeZone, nowMs))
    for (let reading = 1; reading <= READINGS_MAX; reading++) {
      this.#journal.flush() // So that all which was settled before this is announced.
      this.#limits.beginRestoring(claim)
      // To what is announced, not to the journal's position: a journal just opened stands in a segment with nothing in
      // it.
      if (!(await this.#source.catchUp())) throw spendUnknown()
      const rows = await this.#source.spend(claim.scope, Math.min(...starts))
      if (this.#limits.endRestoring(claim, rows, nowMs, reading === READINGS_MAX)) return
    }
  }
}

/** In the last reading, what may be counted twice is: a budget must not be overdrawn. */
const READINGS_MAX = 3
/** States of scopes not seen for long are dropped: with very many at once, one may be gone before it is used. */
const ROUNDS_MAX = 5

function spendUnknown(): GatewayError {
  return new GatewayError(
    'store_unavailable',
    'What was spent before is not known just now; try again shortly.',
    { retryAfterMs: 1_000 },
  )
}

export interface Closing {
  readonly record: ExchangeRecord
  readonly request: Uint8Array | null
  readonly response: Uint8Array | null
}
