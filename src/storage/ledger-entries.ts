import type { Kysely, Selectable } from 'kysely'
import { GatewayError } from '../core/error.ts'
import { accountOf, type LedgerEntry } from '../core/wallet.ts'
import type { EntryFilter } from './credit-store.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import { exact } from './exact.ts'
import type { Schema } from './schema.ts'
import type { LedgerEntryTable } from './schema-credits.ts'
import type { Page, PageRequest } from './store.ts'

/**
 * False, and nothing done, where there is one of the same cause. Several processes may write at once: who finds his
 * number taken takes the next.
 */
export async function addEntry(db: Kysely<Schema>, entry: Omit<LedgerEntry, 'seq'>): Promise<boolean> {
  const { kind, debit, credit, amountNanos, cause, timeMs } = entry
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const last = await db
      .selectFrom('ledger_entries')
      .select(({ fn }) => fn.max('seq').as('seq'))
      .executeTakeFirst()
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('ledger_entries')
      .values({
        ...{ seq: (last?.seq ?? 0) + 1, kind, debit, credit },
        ...{ amount_nanos: exact(amountNanos), cause, time_ms: timeMs },
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return true
    if (await isBooked(db, entry)) return false
  }
  throw new GatewayError('store_unavailable', 'The ledger has no place for this just now; try again shortly.')
}

const ATTEMPTS_MAX = 100

async function isBooked(
  db: Kysely<Schema>,
  { kind, cause, debit, credit }: Omit<LedgerEntry, 'seq'>,
): Promise<boolean> {
  const found = await db
    .selectFrom('ledger_entries')
    .select('seq')
    .where('kind', '=', kind)
    .where('cause', '=', cause)
    .where('debit', '=', debit)
    .where('credit', '=', credit)
    .executeTakeFirst()
  return found !== undefined
}

export async function pageEntries(
  db: Kysely<Schema>,
  { walletId, sinceMs, untilMs }: EntryFilter,
  page: PageRequest,
): Promise<Page<LedgerEntry>> {
  const limit = checkedLimit(page)
  const account = accountOf(walletId)
  let query = db
    .selectFrom('ledger_entries')
    .selectAll()
    .where((eb) => eb.or([eb('debit', '=', account), eb('credit', '=', account)]))
    .orderBy('seq', 'desc')
  if (sinceMs !== undefined) query = query.where('time_ms', '>=', sinceMs)
  if (untilMs !== undefined) query = query.where('time_ms', '<', untilMs)
  if (page.cursor !== null) query = query.where('seq', '<', decodeCursor(page.cursor).timeMs)
  const rows = await query.limit(limit + 1).execute()
  // The number alone tells the order; a cursor has two parts.
  return pageOf(rows, limit, fromRow, ({ seq }) => ({ timeMs: exact(seq), id: 'seq' }))
}

function fromRow(row: Selectable<LedgerEntryTable>): LedgerEntry {
  const { seq, kind, debit, credit, amount_nanos, cause, time_ms } = row
  const times = { seq: exact(seq), timeMs: exact(time_ms) }
  return { ...times, kind, debit, credit, amountNanos: exact(amount_nanos), cause }
}
