import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** How far the journal has been read, and the entries of exchanges that had not ended by then. */
export interface JournalState {
  readonly position: number
  readonly opened: ReadonlyMap<string, string>
}

export async function journalState(db: Kysely<Schema>): Promise<JournalState> {
  const saved = await db.selectFrom('journal_position').select('position').executeTakeFirst()
  const opened = await db.selectFrom('open_exchanges').selectAll().execute()
  return {
    position: saved?.position ?? 0,
    opened: new Map(opened.map(({ exchange_id, entry }) => [exchange_id, entry])),
  }
}

export async function savePosition(db: Kysely<Schema>, position: number): Promise<void> {
  await db
    .insertInto('journal_position')
    .values({ id: 1, position })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ position }))
    .execute()
}

/** Keeps the entries of exchanges that still run, and forgets those of `closed`. */
export async function saveOpened(
  db: Kysely<Schema>,
  opened: ReadonlyMap<string, string>,
  closed: ReadonlySet<string>,
): Promise<void> {
  const kept = await db.selectFrom('open_exchanges').select('exchange_id').execute()
  for (const { exchange_id } of kept) {
    if (closed.has(exchange_id))
      await db.deleteFrom('open_exchanges').where('exchange_id', '=', exchange_id).execute()
  }
  for (const [exchangeId, entry] of opened) {
    await db
      .insertInto('open_exchanges')
      .values({ exchange_id: exchangeId, entry })
      .onConflict((conflict) => conflict.column('exchange_id').doUpdateSet({ entry }))
      .execute()
  }
}
