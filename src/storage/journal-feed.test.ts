import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExchangeRecord } from '../core/record.ts'
import { Journal } from '../ledger/journal.ts'
import { JournalFeed } from './journal-feed.ts'
import { sampleExchange } from './sample-exchanges.ts'
import type { Schema } from './schema.ts'
import { checkpoint, openSqlite } from './sqlite.ts'
import { SqlStore } from './sql-store.ts'

let folder: string
let db: Kysely<Schema>
let store: SqlStore
let journal: Journal
let feed: JournalFeed
const reached: number[] = []
const lines: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-feed-'))
  db = await openSqlite(':memory:')
  store = new SqlStore(db)
  journal = new Journal({ directory: folder })
  reached.length = 0
  lines.length = 0
  feed = await JournalFeed.open(store, {
    directory: folder,
    journalId: 'journal',
    makeDurable: () => checkpoint(db),
    reached: (position) => reached.push(position),
    log: (_, message, { id }) => lines.push(`${message} ${id ?? ''}`),
  })
})

afterEach(async () => {
  await feed.stop()
  journal.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

function write(record: ExchangeRecord): void {
  journal.append({ type: 'close', record, request: null, response: null })
  journal.flush()
}

const arrived = (position: number) => vi.waitFor(() => expect(reached.at(-1)).toBe(position), 5_000)
const count = async () => (await store.usage({ groupBy: [] }))[0]?.requests

test('it reads no further than the writer has got', async () => {
  write(sampleExchange(1))
  const { position } = journal
  write(sampleExchange(2))
  feed.grown(position)
  await arrived(position)
  expect(await count()).toBe(1)
  feed.grown(journal.position)
  await arrived(journal.position)
  expect(await count()).toBe(2)
})

test('a long journal arrives in several batches, the place saved with each', async () => {
  for (let n = 0; n < 1_100; n++)
    journal.append({ type: 'close', record: sampleExchange(n), request: null, response: null })
  journal.flush()
  feed.grown(journal.position)
  await arrived(journal.position)
  expect(reached).toHaveLength(3)
  expect((await store.journalState('journal')).position).toBe(journal.position)
  expect(await count()).toBe(1_100)
})

test('a database that fails loses nothing and doubles nothing', async () => {
  await sql`CREATE TRIGGER full BEFORE INSERT ON scope_spend BEGIN SELECT RAISE(ABORT, 'disk full'); END`.execute(
    db,
  )
  write(sampleExchange(1))
  write(sampleExchange(2))
  feed.grown(journal.position)
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(await count()).toBe(0)
  expect((await store.journalState('journal')).position).toBe(0)
  await sql`DROP TRIGGER full`.execute(db)
  await arrived(journal.position)
  expect(await count()).toBe(2)
  expect(await store.spend({ type: 'key', id: 'key_a' }, 0)).toMatchObject([{ calls: 2 }])
})

test('a record that cannot be stored is reported and passed over', async () => {
  write(sampleExchange(1, { costNanos: 0.5 }))
  write(sampleExchange(2))
  feed.grown(journal.position)
  await arrived(journal.position)
  expect(await count()).toBe(1)
  expect(lines).toEqual([`A record in the journal cannot be stored. ${sampleExchange(1).id}`])
})
