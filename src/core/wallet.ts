import type { Nanos } from './money.ts'

/** Prepaid money of an organization or a project. Each has one at most. */
export interface Wallet {
  readonly id: string
  readonly organizationId: string
  /** Null: it is the organization's own. */
  readonly projectId: string | null
  /** What began before is not charged to it. */
  readonly createdAtMs: number
}

/** A wallet with what has been booked in it. */
export interface WalletState extends Wallet {
  /** Top-ups less what expired. */
  readonly creditedNanos: Nanos
  /** How often that has changed: the higher is the later. */
  readonly creditVersion: number
  readonly chargedNanos: Nanos
}

/** What was paid in at once. */
export interface TopUp {
  readonly id: string
  readonly amountNanos: Nanos
  /** What of it is neither used nor expired. What expires first is used first. */
  readonly remainingNanos: Nanos
  readonly expiresAtMs: number | null
  readonly reference: string
  readonly createdAtMs: number
}

export const ENTRY_KINDS = ['top_up', 'charge', 'expiry'] as const

/** Money that went from one account to another: out of `debit`, into `credit`. */
export interface LedgerEntry {
  readonly seq: number
  readonly kind: (typeof ENTRY_KINDS)[number]
  readonly debit: string
  readonly credit: string
  readonly amountNanos: Nanos
  /** The exchange, the top-up, or the top-up and the part of it that expired. */
  readonly cause: string
  readonly timeMs: number
}

/** The house's own accounts: where credits come from, and where they go. */
export const HOUSE_ACCOUNTS = ['purchases', 'revenue', 'expired'] as const

export function accountOf(walletId: string): string {
  return `wallet:${walletId}`
}

/** All of them are in memory. */
export const WALLETS_MAX = 10_000
