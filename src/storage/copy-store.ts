import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { copyExchanges } from './copy-exchanges.ts'
import { copyTables } from './copy-tables.ts'
import { journalState, savePosition } from './journal-state.ts'
import { openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { holdLock } from './sqlite-lock.ts'
import { isSqliteHeld, lookAtSqlite } from './sqlite-look.ts'

export interface CopyOptions {
  /** Of the SQLite file. */
  readonly path: string
  readonly url: string
  /** What has been copied so far; often, for exchanges. */
  progress(what: string, done: number, total: number): void
}

export interface CopyResult {
  readonly exchanges: number
  /** False: a gateway was still writing to the file. What it has written since is copied by the next call. */
  readonly isFinished: boolean
}

/**
 * Copies a store from SQLite to PostgreSQL while a gateway serves from the file; called again, it goes on where it was.
 * Once nobody uses the file any more, the call also hands over the sums and the places in the journals, so that a
 * gateway with the same data folder goes on there. Rejects where the two do not hold the same in the end.
 */
export async function copyStore({ path, url, progress }: CopyOptions): Promise<CopyResult> {
  if (!existsSync(path)) throw new Error(`There is no database ${path}.`)
  const { waiting, unknown } = lookAtSqlite(path)
  if (waiting.length > 0 || unknown.length > 0)
    throw new Error(`${path} has the tables of another release. Start this one with it once, then copy.`)
  // Held to the end, so that nobody writes to the file behind our back.
  const release = isSqliteHeld(path) ? null : holdLock(path)
  const from = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: new Sqlite(path, { readonly: true }) }),
  })
  try {
    const to = await openPostgres(url, { log: () => {} })
    try {
      for await (const { table, rows } of copyTables(from, to.db)) progress(table, rows, rows)
      let exchanges = 0
      for await (const { done, total } of copyExchanges(from, to.store, COPY_NAME)) {
        exchanges = done
        progress('exchanges', done, total)
      }
      if (release !== null) await handOver(from, to.db)
      return { exchanges, isFinished: release !== null }
    } finally {
      await to.store.close()
    }
  } finally {
    await from.destroy()
    release?.()
  }
}

/** In the place of a journal's id: how far the old store has been copied. */
const COPY_NAME = 'copy-of-sqlite'
const HANDED_OVER = 'copy-of-sqlite-done'

/**
 * Once. The sums of days long gone are nowhere but in the old store, so that what is missing in the new one is added;
 * then whatever the journals hold beyond their places is for the gateway that is started next.
 */
async function handOver(from: Kysely<Schema>, to: Kysely<Schema>): Promise<void> {
  await verify(from, to)
  if ((await journalState(to, HANDED_OVER)).position > 0) return
  const served = await to
    .selectFrom('journal_positions')
    .select('journal_id')
    .where('journal_id', '!=', COPY_NAME)
    .executeTakeFirst()
  if (served !== undefined)
    throw new Error('A gateway has written to the new database already; copy into one that is new.')
  const journals = await from.selectFrom('journal_positions').selectAll().execute()
  const opened = await from.selectFrom('open_exchanges').selectAll().execute()
  const spent = await from.selectFrom('scope_spend').selectAll().execute()
  await to.transaction().execute(async (transaction) => {
    for (const { journal_id, position } of journals) await savePosition(transaction, journal_id, position)
    for (const row of opened)
      await transaction
        .insertInto('open_exchanges')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    for (const row of spent) {
      await transaction
        .insertInto('scope_spend')
        .values(row)
        .onConflict((conflict) => conflict.columns(['scope_type', 'scope_id', 'slot']).doUpdateSet(row))
        .execute()
    }
    await savePosition(transaction, HANDED_OVER, 1)
  })
}

/** Compares what each day holds. The oldest may be shorter in the old store, whose retention went on meanwhile. */
async function verify(from: Kysely<Schema>, to: Kysely<Schema>): Promise<void> {
  const [oldDays, newDays] = await Promise.all([daysOf(from), daysOf(to)])
  for (const [day, old] of [...oldDays].slice(1)) {
    const copied = newDays.get(day)
    if (copied !== undefined && copied.every((sum, index) => sum >= (old[index] ?? 0))) continue
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
    throw new Error(
      `The exchanges of ${date} are not the same in both: ${old} before, ${copied ?? 'none'} after.`,
    )
  }
}

const DAY_MS = 86_400_000

/** By day: how many exchanges, what they cost and what was billed. */
async function daysOf(db: Kysely<Schema>): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await sql<{ day: number; rows: number; cost: number; billed: number }>`
    SELECT time_ms / ${sql.lit(DAY_MS)} AS day, count(*) AS rows,
      coalesce(sum(cost_nanos), 0) AS cost, coalesce(sum(billed_nanos), 0) AS billed
    FROM exchanges GROUP BY 1 ORDER BY 1`.execute(db)
  return new Map(rows.map(({ day, ...sums }) => [day, [sums.rows, sums.cost, sums.billed]]))
}
