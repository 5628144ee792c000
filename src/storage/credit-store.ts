import type { Nanos } from '../core/money.ts'
import type { LedgerEntry, TopUp, Wallet, WalletState } from '../core/wallet.ts'
import type { Page, PageRequest } from './store.ts'

/** Wallets and the entries in them. Entries are only ever added. */
export interface CreditStore {
  listWallets(): Promise<readonly WalletState[]>
  /**
   * Books what was paid in, and makes the wallet where there is none. The same key books once: the second time changes
   * nothing and answers with the first top-up, or rejects with `conflict` where it says something else.
   */
  topUp(order: TopUpOrder): Promise<Booked>
  /** Top-ups that are over and not used up. */
  dueTopUps(nowMs: number): Promise<readonly DueTopUp[]>
  /** Books that so much of a top-up expires now, at most what remains of it. */
  expireTopUp(expiry: Expiry): Promise<WalletState>
  /** Newest first. */
  pageEntries(filter: EntryFilter, page: PageRequest): Promise<Page<LedgerEntry>>
  /** Every difference between wallets and their entries. */
  auditWallets(): Promise<readonly BooksFault[]>
  /** From when to when there are exchanges whose spending can be counted anew. Null: none. */
  spendSpan(): Promise<SpendSpan | null>
  /** Every difference in what scopes have spent in these quarters of an hour. */
  auditSpend(span: SpendSpan): Promise<readonly BooksFault[]>
}

export interface TopUpOrder {
  readonly id: string
  readonly wallet: Wallet
  readonly amountNanos: Nanos
  readonly expiresAtMs: number | null
  readonly reference: string
  readonly idempotencyKey: string
  readonly nowMs: number
}

export interface Booked {
  readonly topUp: TopUp
  readonly wallet: WalletState
  readonly isNew: boolean
}

export interface DueTopUp {
  readonly id: string
  readonly walletId: string
  readonly remainingNanos: Nanos
}

export interface Expiry {
  readonly topUpId: string
  readonly amountNanos: Nanos
  readonly nowMs: number
}

export interface EntryFilter {
  readonly walletId: string
  /** Inclusive. */
  readonly sinceMs?: number
  /** Exclusive. */
  readonly untilMs?: number
}

/** Of whole quarters of an hour. */
export interface SpendSpan {
  /** Inclusive. */
  readonly fromMs: number
  /** Exclusive. */
  readonly untilMs: number
}

export type CreditMethod = keyof CreditStore

/** One figure that is not what the entries or the exchanges come to. */
export interface BooksFault {
  /** Of what: `wallet wal_… charged`, `key key_… cost 2026-01-31T12:15:00.000Z`. */
  readonly figure: string
  readonly booked: number
  readonly recomputed: number
}
