import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** How far a journal has been read, and the entries of exchanges that had not ended by then. */
export interface JournalState {
  readonly position: number
  readonly opened: ReadonlyMap<string, string>
}

export async function journalState(db: Kysely<Schema>, journalId: string): Promise<JournalState> {
  const saved = await db
    .selectFrom('journal_positions')
    .select('position')
    .where('journal_id', '=', journalId)
    .executeTakeFirst()
  const opened = await db
    .selectFrom('open_exchanges')
    .select(['exchange_id', 'entry'])
    .where('journal_id', '=', journalId)
    .execute()
  return {
    position: saved?.position ?? 0,
    opened: new Map(opened.map(({ exchange_id, entry }) => [exchange_id, entry])),
  }
}

/** Gives what was saved for the one journal of a database that had no ids yet to that journal, now that it has one. */
export async function adoptJournal(db: Kysely<Schema>, journalId: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const table of ['journal_positions', 'open_exchanges'] as const) {
      await transaction
        .updateTable(table)
        .set({ journal_id: journalId })
        .where('journal_id', '=', '')
        .execute()
    }
  })
}

export async function savePosition(db: Kysely<Schema>, journalId: string, position: number): Promise<void> {
  await db
    .insertInto('journal_positions')
    .values({ journal_id: journalId, position })
    .onConflict((conflict) => conflict.column('journal_id').doUpdateSet({ position }))
    .execute()
}

/** Keeps the entries of exchanges that still run, and forgets those of `closed`. */
export async function saveOpened(
  db: Kysely<Schema>,
  journalId: string,
  opened: ReadonlyMap<string, string>,
  closed: ReadonlySet<string>,
): Promise<void> {
  const kept = await db
    .selectFrom('open_exchanges')
    .select('exchange_id')
    .where('journal_id', '=', journalId)
    .execute()
  for (const { exchange_id } of kept) {
    if (!closed.has(exchange_id)) continue
    await db
      .deleteFrom('open_exchanges')
      .where('journal_id', '=', journalId)
      .where('exchange_id', '=', exchange_id)
      .execute()
  }
  for (const [exchangeId, entry] of opened) {
    await db
      .insertInto('open_exchanges')
      .values({ journal_id: journalId, exchange_id: exchangeId, entry })
      .onConflict((conflict) => conflict.columns(['journal_id', 'exchange_id']).doUpdateSet({ entry }))
      .execute()
  }
}
