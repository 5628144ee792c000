import { dirname, join } from 'node:path'
import { mkdirSync } from 'node:fs'
import type { OnChange } from './changes.ts'
import type { PostgresListener } from './postgres-listener.ts'
import { checkpoint, openSqlite } from './sqlite.ts'
import { holdLock } from './sqlite-lock.ts'
import { SqlStore } from './sql-store.ts'
import { PRIVATE_FOLDER, storagePlace } from './storage-place.ts'
import type { WorkerLog } from './worker-protocol.ts'

/** A database, its schema up to date, that this process may write to. */
export interface OpenedDatabase {
  readonly store: SqlStore
  /** Resolves when what was stored would survive a power failure too. */
  makeDurable(): Promise<void>
  /** Does what is due now and then. */
  tend(): Promise<void>
  /** To be called when the store is closed. */
  release(): void | Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  /** Null: no journal is read, and any number of processes may do so. */
  readonly journalDirectory: string | null
  readonly log: WorkerLog
  readonly onChange: OnChange
}

/** Rejects where the database cannot be had, or another process reads the same journal. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenedDatabase> {
  const place = storagePlace(options.url)
  return place.type === 'sqlite'
    ? openFile(place.path, options.journalDirectory !== null)
    : openServer(place.url, options)
}

async function openFile(path: string, isReader: boolean): Promise<OpenedDatabase> {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER })
  const release = isReader ? holdLock(path) : () => {}
  const db = await openSqlite(path)
  return {
    store: new SqlStore(db),
    makeDurable: () => checkpoint(db),
    tend: async () => {},
    release,
  }
}

async function openServer(
  url: string,
  { journalDirectory, log, onChange }: DatabaseOptions,
): Promise<OpenedDatabase> {
  const letGo = journalDirectory === null ? () => {} : holdLock(join(journalDirectory, 'reader'))
  try {
    const { openPostgres } = await import('./postgres.ts')
    const { store, days } = await openPostgres(url, { log })
    const listener = journalDirectory === null ? null : await listen(url, onChange)
    return {
      store,
      makeDurable: async () => {}, // It is when a transaction has ended.
      tend: () => days.makeAhead(),
      async release() {
        await listener?.close()
        letGo()
      },
    }
  } catch (error) {
    letGo()
    const { hostname, port, pathname } = new URL(url)
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The database ${pathname.slice(1)} on ${hostname}:${port || '5432'} cannot be used: ${reason}`,
      { cause: error },
    )
  }
}

async function listen(url: string, onChange: OnChange): Promise<PostgresListener> {
  const { PostgresListener } = await import('./postgres-listener.ts')
  const listener = new PostgresListener(url, onChange)
  await listener.start()
  return listener
}
