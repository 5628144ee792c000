import type { Kysely } from 'kysely'
import { auditSpend, auditWallets, spendSpan } from './books-audit.ts'
import type { CreditMethod, CreditStore } from './credit-store.ts'
import { pageEntries } from './ledger-entries.ts'
import type { Schema } from './schema.ts'
import { dueTopUps, expireTopUp, listWallets, topUp } from './wallets.ts'

/** The credit store over a database, each method by its name. */
export const CREDITS: {
  readonly [Method in CreditMethod]: (
    db: Kysely<Schema>,
    ...args: Parameters<CreditStore[Method]>
  ) => ReturnType<CreditStore[Method]>
} = {
  listWallets,
  topUp,
  dueTopUps,
  expireTopUp,
  pageEntries,
  auditWallets,
  spendSpan,
  auditSpend,
}
