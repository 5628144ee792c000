import { existsSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { migrations, SQLITE_TYPES } from './migrations/migrate.ts'

export interface SqliteLook {
  readonly bytes: number
  /** Steps of the schema that the next start takes. */
  readonly waiting: readonly string[]
  /** Steps that this release does not know: a newer one has used the file. */
  readonly unknown: readonly string[]
}

/**
 * Looks into a database and changes nothing in it, though SQLite may leave its two side files, as after any reader.
 * Throws where it does not open.
 */
export function lookAtSqlite(path: string): SqliteLook {
  const done = readOnly(path, (file) => {
    const isNew =
      file.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'`).get() === undefined
    return isNew ? [] : file.prepare('SELECT name FROM kysely_migration').pluck().all().map(String)
  })
  const known = Object.keys(migrations(SQLITE_TYPES))
  return {
    bytes: statSync(path).size,
    waiting: known.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known.includes(name)),
  }
}

/** Whether a running gateway holds the lock that `holdLock` takes. */
export function isSqliteHeld(path: string): boolean {
  const lock = `${path}.lock`
  if (!existsSync(lock)) return false
  try {
    readOnly(lock, (file) => file.prepare('SELECT 1 FROM sqlite_schema').get())
    return false
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return true
    throw error
  }
}

/** Throws where the native part does not load. */
export function sqliteVersion(): string {
  const memory = new Sqlite(':memory:')
  try {
    return String(memory.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    memory.close()
  }
}

function readOnly<Result>(path: string, use: (file: Sqlite.Database) => Result): Result {
  const file = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    return use(file)
  } finally {
    file.close()
  }
}
