import { GatewayError } from '../core/error.ts'
import type { Budget, KeyRecord } from '../core/key.ts'
import type { Nanos } from '../core/money.ts'
import type { ExchangeRecord } from '../core/record.ts'
import type { Journal } from '../ledger/journal.ts'
import type { Opening, ServedBy } from '../ledger/journal-entry.ts'
import type { Limits, ReserveRequest } from '../ledger/limits.ts'
import type { Refusal } from '../ledger/refusal.ts'
import type { Reservation } from '../ledger/reservation.ts'
import { type DailySpend, FIRST_DAY } from '../ledger/spending.ts'

/** Where the totals of earlier days and processes are. */
export interface SpendSource {
  /** Resolves when all that the journal has announced can be read; with false when that took too long. */
  catchUp(): Promise<boolean>
  spend(keyId: string, sinceDay: string): Promise<Iterable<DailySpend>>
}

/** An admitted exchange, not yet closed. */
export interface Admission {
  readonly opening: Opening
  /** Estimated, for usage that no provider reports. */
  readonly inputTokens: number
  /** What it will probably use, input and output together. */
  readonly tokensExpected: number
  readonly reservation: Reservation | null
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

  /** Null when `reserve` may be called at once; else a wait for what the key has spent before. */
  restored(key: KeyRecord, hasBudgets: boolean): Promise<void> | null {
    if (!hasBudgets || this.#limits.isRestored(key.id)) return null
    let restoring = this.#restoring.get(key.id)
    if (restoring === undefined) {
      restoring = this.#restore(key.id).finally(() => this.#restoring.delete(key.id))
      this.#restoring.set(key.id, restoring)
    }
    return restoring
  }

  /** Throws `store_unavailable` while the journal cannot take more: what cannot be recorded is not begun. */
  reserve(key: KeyRecord, request: Omit<ReserveRequest, 'keyId'>): Reservation | Refusal {
    this.#checkJournal()
    return this.#limits.reserve({ ...request, keyId: key.id })
  }

  open(
    opening: Opening,
    reservation: Reservation | null,
    expected: {
      readonly inputTokens: number
      readonly tokensExpected: number
      readonly costWorst: Nanos | null
      readonly served: ServedBy
    },
  ): Admission {
    if (reservation === null) this.#checkJournal()
    this.#open++
    this.#journal.append({
      type: 'open',
      exchange: opening,
      reservedNanos: reservation === null ? null : expected.costWorst,
      reservedTokens: reservation?.reservedTokens ?? 0,
      inputTokens: expected.inputTokens,
      served: expected.served,
      outputTokens: 0,
      seenMs: opening.timeMs,
    })
    const { inputTokens, tokensExpected } = expected
    return { opening, reservation, inputTokens, tokensExpected }
  }

  /**
   * Whether the budgets hold for an exchange that may come to this much in all; what is missing is reserved. One
   * without a reservation has no budgets.
   */
  covers(
    { reservation }: Admission,
    most: { readonly tokens: number; readonly costNanos: Nanos | null },
    budgets: readonly Budget[],
    nowMs: number,
  ): boolean {
    if (reservation === null) return true
    const costNanos = Math.max(0, (most.costNanos ?? 0) - reservation.reservedNanos)
    const tokens = Math.max(0, most.tokens - reservation.reservedTokens)
    return this.#limits.extend(reservation, { tokens, costNanos, budgets, nowMs })
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
      if (admission.reservation !== null) this.#settle(admission.reservation, record)
    }
    this.#journal.append({ type: 'close', record, request, response }, onWritten)
  }

  /** As the record says, so that what is in memory and what a restart reads are the same. */
  #settle(reservation: Reservation, { attempts, usage, billedNanos }: ExchangeRecord): void {
    if (attempts.length === 0) {
      this.#limits.release(reservation)
      return
    }
    const tokens = usage === null ? 0 : usage.inputTokens + usage.outputTokens
    this.#limits.settle(reservation, { tokens, costNanos: billedNanos })
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

  async #restore(keyId: string): Promise<void> {
    // To what is announced, not to the journal's position: a journal just opened stands in a segment with nothing in
    // it.
    if (!(await this.#source.catchUp())) {
      throw new GatewayError(
        'store_unavailable',
        'What this key has spent is not known just now; try again shortly.',
      )
    }
    this.#limits.restore(keyId, await this.#source.spend(keyId, FIRST_DAY))
  }
}

export interface Closing {
  readonly record: ExchangeRecord
  readonly request: Uint8Array | null
  readonly response: Uint8Array | null
}
