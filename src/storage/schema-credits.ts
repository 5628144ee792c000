import type { LedgerEntry } from '../core/wallet.ts'

/** The tables of what is paid in advance. */
export interface CreditSchema {
  readonly wallets: WalletTable
  readonly top_ups: TopUpTable
  readonly ledger_entries: LedgerEntryTable
}

/** The sums are of its entries, kept so that a start need not read them all. */
export interface WalletTable {
  id: string
  scope_type: 'organization' | 'project'
  scope_id: string
  organization_id: string
  created_at_ms: number
  credited_nanos: number
  credit_version: number
  charged_nanos: number
}

export interface TopUpTable {
  id: string
  wallet_id: string
  idempotency_key: string
  amount_nanos: number
  remaining_nanos: number
  /** In how many parts it has expired so far. */
  expired_parts: number
  expires_at_ms: number | null
  reference: string
  created_at_ms: number
}

/** A `LedgerEntry`. Never changed, never deleted. */
export interface LedgerEntryTable {
  seq: number
  kind: LedgerEntry['kind']
  debit: string
  credit: string
  amount_nanos: number
  cause: string
  time_ms: number
}
