import Sqlite from 'better-sqlite3'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from 'kysely'
import { migrateUp } from './migrations/migrate.ts'
import type { Schema } from './schema.ts'

/** Memory for pages. The default of this driver is twice as much, which an idle gateway would hold on to. */
const CACHE_KIB = 8 * 1024
const BUSY_TIMEOUT_MS = 5_000
const STATEMENTS_MAX = 200

/** Opens the file, creating it where there is none, and brings it to the newest schema. */
export async function openSqlite(path: string): Promise<Kysely<Schema>> {
  const file = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
  file.pragma('journal_mode = WAL')
  // A power failure may take back transactions since the last checkpoint; until then the journal is kept.
  file.pragma('synchronous = NORMAL')
  file.pragma('foreign_keys = ON')
  file.pragma(`cache_size = -${CACHE_KIB}`)
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: new PreparedOnce(file) }) })
  await migrateUp(db, { bytes: 'blob' })
  return db
}

/** Brings every transaction so far to the disk itself. */
export async function checkpoint(db: Kysely<Schema>): Promise<void> {
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
}

/** Kysely prepares a statement each time it runs one. Keeping the last few hundred doubles the speed of inserts. */
class PreparedOnce implements SqliteDatabase {
  readonly #file: Sqlite.Database
  readonly #statements = new Map<string, SqliteStatement>()

  constructor(file: Sqlite.Database) {
    this.#file = file
  }

  prepare(text: string): SqliteStatement {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    // The cast drops the tuple type of the parameters, which Kysely does not track either.
    const statement = this.#file.prepare(text) as unknown as SqliteStatement
    const oldest = this.#statements.keys().next()
    if (this.#statements.size >= STATEMENTS_MAX && !oldest.done) this.#statements.delete(oldest.value)
    this.#statements.set(text, statement)
    return statement
  }

  close(): void {
    this.#file.close()
  }
}
