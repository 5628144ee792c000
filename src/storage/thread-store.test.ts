import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ExchangeRecord } from '../core/record.ts'
import { Journal } from '../ledger/journal.ts'
import { batchOf, sampleExchange, withoutBodies } from './sample-exchanges.ts'
import { openStore, type ThreadStoreOptions, startStorageWorker } from './thread-store.ts'
import type { JournalStore } from './store.ts'
import { storeSuite } from './store-suite.ts'

let folder: string
const TABLES = [
  'audit_checkpoints',
  'audit_events',
  'bodies',
  'exchange_tags',
  'exchanges',
  'keys',
  'scope_spend',
  'rules',
  'budget_pauses',
  'config_revisions',
  'usage_rollups',
  'usage_floors',
]
const lines: string[] = []
const keep = (message: string) => void lines.push(message)
const log = { debug: keep, info: keep, warn: keep, error: keep }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-store-'))
  lines.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (options: Partial<ThreadStoreOptions> = {}) =>
  openStore({
    url: `sqlite:${join(folder, 'portolan.db')}`,
    journalDirectory: join(folder, 'journal'),
    log,
    ...options,
  })

const openJournal = (store: JournalStore, segmentBytesMax?: number) =>
  new Journal({
    directory: join(folder, 'journal'),
    after: store.position,
    onAdvance: (position) => store.journalGrown(position),
    ...(segmentBytesMax === undefined ? {} : { segmentBytesMax }),
  })

const begin = (journal: Journal, record: ExchangeRecord) =>
  journal.append({
    type: 'open',
    exchange: record,
    reservedNanos: 1_000,
    reservedTokens: 500,
    inputTokens: 40,
    served: { target: 't', provider: 'p', model: 'm', price: null, priceVersion: null },
    outputTokens: 0,
    seenMs: record.timeMs,
  })

const end = (journal: Journal, record: ExchangeRecord) =>
  journal.append({ type: 'close', record, request: Buffer.from('question'), response: Buffer.from('answer') })

const segments = () =>
  readdirSync(join(folder, 'journal'))
    .filter((name) => name.endsWith('.journal'))
    .sort()
const all = (store: JournalStore) => store.pageExchanges({}, { limit: 500, cursor: null })

describe('the store in its worker', () => {
  let place: string
  let store: JournalStore
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'portolan-suite-'))
    store = await openStore({ url: `sqlite:${join(place, 'portolan.db')}`, journalDirectory: null, log })
  })
  afterAll(async () => {
    await store.close()
    rmSync(place, { recursive: true })
  })

  /** To start a worker for each test would take longer than all the tests. */
  async function empty(): Promise<void> {
    const file = new Sqlite(join(place, 'portolan.db'))
    for (const table of TABLES) file.exec(`DELETE FROM ${table}`)
    for (const table of ['blocked_users', 'sign_ins', 'members']) file.exec(`DELETE FROM ${table}`)
    for (const table of ['projects', 'organizations']) file.exec(`DELETE FROM ${table} WHERE id <> 'default'`)
    file.close()
  }

  storeSuite('as every store', async () => ({ store, dispose: empty }))
})

test('what is in the journal can be read, bodies too, and read segments are removed', async () => {
  const store = await open()
  const journal = openJournal(store, 20_000)
  for (let n = 0; n < 100; n++) end(journal, sampleExchange(n))
  journal.flush()
  expect(await store.catchUp()).toBe(true)
  expect(store.position).toBe(journal.position)
  expect((await all(store)).items).toHaveLength(100)
  const stored = await store.getExchange(sampleExchange(7).id)
  expect(Buffer.from(stored?.request ?? []).toString()).toBe('question')
  expect(Buffer.from(stored?.response ?? []).toString()).toBe('answer')

  end(journal, sampleExchange(100))
  journal.flush()
  await store.catchUp()
  await vi.waitFor(() => expect(segments()).toHaveLength(1))
  journal.close()
  await store.close()
})

test('what the last process left is read before the store is ready, and read again changes nothing', async () => {
  const first = await open()
  const journal = openJournal(first)
  for (let n = 0; n < 5; n++) end(journal, sampleExchange(n))
  journal.flush()
  await first.catchUp()
  for (let n = 5; n < 8; n++) end(journal, sampleExchange(n))
  journal.close() // The last three reach the file; the store is gone before it reads them.
  await first.close()

  for (let round = 0; round < 3; round++) {
    const store = await open()
    expect((await all(store)).items).toHaveLength(8)
    expect(await store.spend({ type: 'key', id: 'key_a' }, 0)).toMatchObject([
      { calls: 8, costNanos: 8 * 735 },
    ])
    await store.close()
    const file = new Sqlite(join(folder, 'portolan.db'))
    file.exec('DELETE FROM journal_positions') // The next one reads everything from the beginning.
    file.close()
  }
})

test('an exchange that nobody closed is closed by the next process, once, for what was seen of it', async () => {
  const first = await open()
  const journal = openJournal(first)
  begin(journal, sampleExchange(1))
  begin(journal, sampleExchange(2))
  journal.flush()
  await first.catchUp()
  expect((await all(first)).items).toEqual([])
  journal.append({
    type: 'progress',
    id: sampleExchange(1).id,
    timeMs: sampleExchange(1).timeMs + 900,
    outputTokens: 12,
  })
  end(journal, sampleExchange(2))
  journal.close()
  await first.close()

  for (let round = 0; round < 2; round++) {
    const store = await open()
    const { items } = await all(store)
    expect(items.map(({ id, errorCode }) => [id, errorCode])).toEqual([
      [sampleExchange(2).id, null],
      [sampleExchange(1).id, 'internal'],
    ])
    expect(items[1]).toMatchObject({
      usageSource: 'estimated',
      usage: { inputTokens: 40, outputTokens: 12 },
      costNanos: null,
      durationMs: 900,
    })
    expect(await store.spend({ type: 'key', id: 'key_a' }, 0)).toMatchObject([
      { calls: 2, tokens: 172, unpriced: 1 },
    ])
    await store.close()
  }
})

test('a write that was cut off loses itself and nothing else', async () => {
  const first = await open()
  const journal = openJournal(first)
  await first.close()
  for (let n = 0; n < 3; n++) end(journal, sampleExchange(n))
  journal.close()
  const file = join(folder, 'journal', segments().at(-1) ?? '')
  truncateSync(file, statSync(file).size - 3)

  const store = await open()
  expect((await all(store)).items.map(({ id }) => id)).toEqual([sampleExchange(1).id, sampleExchange(0).id])
  const next = openJournal(store)
  end(next, sampleExchange(9))
  next.close()
  expect(await store.catchUp()).toBe(true)
  expect((await all(store)).items).toHaveLength(3)
  await store.close()
})

test('a crash of the worker fails its calls, and the next worker goes on where it was', async () => {
  const workers: Worker[] = []
  const store = await open({
    startWorker: (settings) => {
      const worker = startStorageWorker(settings)
      workers.push(worker)
      return worker
    },
  })
  const journal = openJournal(store)
  end(journal, sampleExchange(1))
  begin(journal, sampleExchange(2))
  journal.flush()
  await store.catchUp()

  const cut = store.allSpend()
  void workers[0]?.terminate()
  await expect(cut).rejects.toMatchObject({ code: 'store_unavailable' })
  await expect(store.allSpend()).rejects.toMatchObject({ code: 'store_unavailable' })
  end(journal, sampleExchange(3))
  journal.flush()
  expect(await store.catchUp()).toBe(true)
  expect(await store.health()).toMatchObject({ state: 'ready', restarts: 1, position: journal.position })
  expect((await all(store)).items.map(({ id }) => id)).toEqual([sampleExchange(3).id, sampleExchange(1).id])

  end(journal, sampleExchange(2)) // It was this process's own, and not an orphan.
  journal.close()
  await store.catchUp()
  expect((await store.getExchange(sampleExchange(2).id))?.record).toEqual(sampleExchange(2))
  await store.close()
  expect(workers).toHaveLength(2)
})

test('a worker that keeps crashing is given up, and the store says so', async () => {
  const workers: Worker[] = []
  const store = await open({
    startWorker: (settings) => {
      const url = settings.isFirst ? settings.url : `sqlite:${folder}` // A folder is no database.
      const worker = startStorageWorker({ ...settings, url })
      workers.push(worker)
      return worker
    },
  })
  void workers[0]?.terminate()
  await vi.waitFor(async () => expect(await store.health()).toMatchObject({ state: 'down' }), 20_000)
  expect(workers).toHaveLength(6)
  await expect(store.allSpend()).rejects.toMatchObject({ code: 'store_unavailable' })
  expect(lines.at(-1)).toBe('The store keeps crashing and is not started again.')
  await store.close()
})

test('a database that cannot be opened is an error at once', async () => {
  await expect(open({ url: `sqlite:${folder}` })).rejects.toThrow('unable to open database file')
})

test('one journal has one reader', async () => {
  const store = await open()
  await expect(open()).rejects.toThrow('Another process is already using')
  const onlooker = await open({ journalDirectory: null })
  await onlooker.close()
  await store.close()
  await (await open()).close()
})

test('calls that wait too long, or are too many, fail', async () => {
  const busy = await open({ callsMax: 2, journalDirectory: null })
  const calls = await Promise.allSettled([busy.allSpend(), busy.allSpend(), busy.allSpend()])
  expect(calls.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  await busy.close()

  const slow = await open({ callTimeoutMs: 1, journalDirectory: null })
  const exchanges = Array.from({ length: 500 }, (_, n) => withoutBodies(sampleExchange(n)))
  await expect(slow.ingest(batchOf(exchanges))).rejects.toMatchObject({ code: 'store_unavailable' })
  await slow.close()
})

test('catching up with what is never written ends in time', async () => {
  const store = await open({ catchUpTimeoutMs: 20 })
  expect(await store.catchUp()).toBe(true)
  expect(await store.catchUp(2 ** 40)).toBe(false)
  await store.close()
})

test('ten thousand exchanges with bodies are stored while nobody waits', async () => {
  const store = await open({ catchUpTimeoutMs: 25_000 })
  const journal = openJournal(store)
  for (let n = 0; n < 10_000; n++) end(journal, sampleExchange(n, { session: `s${n % 100}` }))
  journal.flush()
  const startedMs = performance.now()
  expect(await store.catchUp()).toBe(true)
  const seconds = (performance.now() - startedMs) / 1_000
  console.log(`${Math.round(10_000 / seconds)} exchanges a second from the journal into SQLite`)
  expect((await store.usage({ groupBy: [] }))[0]?.requests).toBe(10_000)
  journal.close()
  await store.close()
})
