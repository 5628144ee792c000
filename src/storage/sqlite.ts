import Sqlite from 'better-sqlite3'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from 'kysely'
import { migrateUp, SQLITE_TYPES } from './migrations/migrate.ts'
import type { Schema } from './schema.ts'

/** Memory for pages. The default of this driver is twice as much, which an idle gateway would hold on to. */
const CACHE_KIB = 8 * 1024
/**
 * Four times the usual: a record and its bodies fit, and a quarter of the system calls carry the same bytes. A file
 * keeps the size that it was made with.
 */
const PAGE_BYTES = 16 * 1024
/** How far the write-ahead log grows before its pages go into the file; those written often go there once. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024
const BUSY_TIMEOUT_MS = 5_000
const STATEMENTS_MAX = 200

/** Opens the file, creating it where there is none, and brings it to the newest schema. */
export async function openSqlite(path: string): Promise<Kysely<Schema>> {
  const file = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
  file.pragma(`page_size = ${PAGE_BYTES}`)
  file.pragma('journal_mode = WAL')
  file.pragma(`wal_autocheckpoint = ${CHECKPOINT_BYTES / PAGE_BYTES}`)
  // A power failure may take back transactions since the last checkpoint; until then the journal is kept.
  file.pragma('synchronous = NORMAL')
  file.pragma('foreign_keys = ON')
  file.pragma(`cache_size = -${CACHE_KIB}`)
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: new PreparedOnce(file) }) })
  await migrateUp(db, SQLITE_TYPES)
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
    const statement = spreading(this.#file.prepare(text))
    const oldest = this.#statements.keys().next()
    if (this.#statements.size >= STATEMENTS_MAX && !oldest.done) this.#statements.delete(oldest.value)
    this.#statements.set(text, statement)
    return statement
  }

  close(): void {
    this.#file.close()
  }
}

/** The driver takes values faster as arguments than out of an array. */
function spreading(statement: Sqlite.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (values) => statement.all(...values),
    run: (values) => statement.run(...values),
    iterate: (values) => statement.iterate(...values),
  }
}
