import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { GatewayError } from '../core/error.ts'
import { JournalFeed } from './journal-feed.ts'
import { holdLock } from './sqlite-lock.ts'
import { checkpoint, openSqlite } from './sqlite.ts'
import { SqlStore } from './sql-store.ts'
import type { Call, FromWorker, ToWorker, WireError, WorkerSettings } from './worker-protocol.ts'

/**
 * The thread that owns the database file. It answers calls one message each, and moves the journal into the tables
 * whenever the main thread says that it has grown. An error at the start ends it, which the main thread sees.
 */
async function run(port: MessagePort, settings: WorkerSettings): Promise<void> {
  const post = (message: FromWorker) => port.postMessage(message)
  const { path, journalDirectory, isFirst } = settings
  const release = journalDirectory === null ? null : holdLock(path)
  const db = await openSqlite(path)
  const store = new SqlStore(db)
  const feed =
    journalDirectory === null
      ? null
      : await JournalFeed.open(store, {
          directory: journalDirectory,
          makeDurable: () => checkpoint(db),
          reached: (position) => post({ type: 'reached', position }),
          log: (level, message, fields) => post({ type: 'log', level, message, fields }),
        })
  if (isFirst) await feed?.recover()
  if (isFirst && feed !== null) await store.disownResponses()

  const take = async (message: ToWorker) => {
    if (message.type === 'grown') return feed?.grown(message.position)
    if (message.method === 'close') await feed?.stop()
    post(await answer(store, message))
    if (message.method !== 'close') return
    release?.()
    port.close()
  }
  // What it throws ends the thread, which the main thread sees.
  port.on('message', (message: ToWorker) => void take(message))
  const { position } = await store.journalState()
  post({ type: 'ready', position })
}

async function answer(store: SqlStore, call: Call): Promise<FromWorker> {
  try {
    // Method and arguments belong together by the type of `Call`, which a look-up by name cannot show the compiler.
    const method = store[call.method] as (...args: readonly unknown[]) => Promise<unknown>
    return { type: 'result', id: call.id, value: await method.apply(store, [...call.args]) }
  } catch (error) {
    return { type: 'failure', id: call.id, error: toWire(error) }
  }
}

/** What the database itself throws means that it cannot serve; anything else unknown is a bug. */
function toWire(error: unknown): WireError {
  if (GatewayError.is(error)) {
    return { code: error.code, message: error.message, param: error.details.param ?? null }
  }
  const isDatabase = error instanceof Error && error.name === 'SqliteError'
  return { code: isDatabase ? 'store_unavailable' : 'internal', message: String(error), param: null }
}

if (parentPort === null) throw new Error('This file runs only as a worker thread.')
await run(parentPort, workerData as WorkerSettings) // Given by `SqliteStore`, which is all that starts this file.
