import { randomUUID } from 'node:crypto'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { GatewayError } from '../core/error.ts'
import { journalIdOf } from '../ledger/journal-id.ts'
import type { StoreChange } from './changes.ts'
import { JournalFeed } from './journal-feed.ts'
import { type OpenedDatabase, openDatabase } from './open-database.ts'
import type { SqlStore } from './sql-store.ts'
import type { Call, FromWorker, ToWorker, WireError, WorkerLog, WorkerSettings } from './worker-protocol.ts'

const TEND_MS = 3_600_000

/**
 * The thread that talks to the database. It answers calls one message each, and moves the journal into the tables
 * whenever the main thread says that it has grown. An error at the start ends it, which the main thread sees.
 */
async function run(port: MessagePort, settings: WorkerSettings): Promise<void> {
  const post = (message: FromWorker) => port.postMessage(message)
  const log: WorkerLog = (level, message, fields) => post({ type: 'log', level, message, fields })
  const onChange = (change: StoreChange) => post({ type: 'changed', change })
  const database = await openDatabase({ ...settings, log, onChange })
  const { store } = database
  const feed = await openFeed(database, settings.journalDirectory, {
    log,
    reached: (position) => post({ type: 'reached', position }),
  })
  if (settings.isFirst) await feed?.recover()
  // A file has one process. Where there are several, those of a dead one are told by their age.
  if (settings.isFirst && feed !== null && settings.url.startsWith('sqlite:')) await store.disownResponses()
  const tending = setInterval(() => {
    database.tend().catch((error: unknown) => {
      log('warn', 'The database could not be tended; it is tried again.', { error: String(error) })
    })
  }, TEND_MS)

  const take = async (message: ToWorker) => {
    if (message.type === 'grown') return feed?.grown(message.position)
    if (message.method === 'close') await feed?.stop()
    post(await answer(store, message))
    if (message.method !== 'close') return
    clearInterval(tending)
    await database.release()
    port.close()
  }
  // What it throws ends the thread, which the main thread sees.
  port.on('message', (message: ToWorker) => void take(message))
  post({ type: 'ready', position: feed?.position ?? 0 })
}

async function openFeed(
  { store, makeDurable }: OpenedDatabase,
  directory: string | null,
  { log, reached }: { readonly log: WorkerLog; reached(position: number): void },
): Promise<JournalFeed | null> {
  if (directory === null) return null
  const journalId = journalIdOf(directory, randomUUID)
  await store.adoptJournal(journalId)
  return JournalFeed.open(store, { directory, journalId, makeDurable, reached, log })
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
  const isDatabase = error instanceof Error && ['SqliteError', 'PostgresFault'].includes(error.name)
  return { code: isDatabase ? 'store_unavailable' : 'internal', message: String(error), param: null }
}

if (parentPort === null) throw new Error('This file runs only as a worker thread.')
await run(parentPort, workerData as WorkerSettings) // Given by `ThreadStore`, which is all that starts this file.
