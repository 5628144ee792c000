import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { runSql, testPostgres } from '../../test/support/postgres.ts'
import { Journal } from '../ledger/journal.ts'
import { openPostgres } from './postgres.ts'
import { batchOf, sampleExchange, withoutBodies } from './sample-exchanges.ts'
import type { Store, JournalStore } from './store.ts'
import { openStore } from './thread-store.ts'

const postgres = await testPostgres()
const lines: string[] = []
const keep = (message: string) => void lines.push(message)
const log = { debug: keep, info: keep, warn: keep, error: keep }

let folder: string
let url: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-store-'))
  url = (await postgres?.createDatabase()) ?? ''
  lines.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(): Promise<{ store: JournalStore; journal: Journal }> {
  const directory = join(folder, 'journal')
  const store = await openStore({ url, journalDirectory: directory, log, catchUpTimeoutMs: 20_000 })
  const journal = new Journal({
    directory,
    after: store.position,
    onAdvance: (position) => store.journalGrown(position),
  })
  return { store, journal }
}

function end(journal: Journal, ...numbers: number[]): void {
  for (const n of numbers)
    journal.append({ type: 'close', record: sampleExchange(n), request: Buffer.from('q'), response: null })
  journal.flush()
}

const count = async (store: JournalStore) => (await store.usage({ groupBy: ['key'] }))[0]?.requests ?? 0
const numbers = (length: number) => Array.from({ length }, (_, n) => n)

describe.skipIf(postgres === null)('on PostgreSQL', () => {
  test('connections that are cut cost nothing but time', async () => {
    const { store, journal } = await open()
    for (const n of numbers(5)) {
      end(journal, n)
      await runSql(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
    }
    expect(await store.catchUp()).toBe(true)
    expect(await count(store)).toBe(5)
    expect(await store.health()).toMatchObject({ restarts: 0 })
    journal.close()
    await store.close()
  }, 60_000)

  test('a disk that is full on insert holds up the journal, and loses and doubles nothing', async () => {
    const { store, journal } = await open()
    await runSql(
      url,
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER full_disk BEFORE INSERT ON usage_rollups EXECUTE FUNCTION full_disk()`,
    )
    end(journal, 1, 2)
    await vi.waitFor(
      () => expect(lines).toContain('The journal could not be stored; it will be tried again.'),
      10_000,
    )
    expect(await count(store)).toBe(0)
    await runSql(url, 'DROP TRIGGER full_disk ON usage_rollups')
    expect(await store.catchUp()).toBe(true)
    expect(await count(store)).toBe(2)
    expect(await callsOfKeys(store)).toBe(2)
    journal.close()
    await store.close()
  }, 60_000)

  test('behind a lock reads fail in time, and records wait', async () => {
    const { store, journal } = await open()
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    await other.query('BEGIN; LOCK TABLE exchanges IN ACCESS EXCLUSIVE MODE')
    end(journal, 1)
    await expect(store.usage({ groupBy: ['key'] })).rejects.toMatchObject({ code: 'store_unavailable' })
    await other.query('ROLLBACK')
    await other.end()
    expect(await store.catchUp()).toBe(true)
    expect(await count(store)).toBe(1)
    journal.close()
    await store.close()
  }, 60_000)

  test('several processes store at once: each exchange counts once, wherever it comes from', async () => {
    const stores = await Promise.all(numbers(3).map(() => openPostgres(url, { log: () => {} })))
    const batches = numbers(10).map((batch) =>
      numbers(60).map((n) =>
        withoutBodies(sampleExchange(batch * 30 + n, { keyId: `key_${n % 7}`, model: `model-${n % 5}` })),
      ),
    )
    // Every process has all of them, each in another order; every other exchange is in two batches.
    const ingested = await Promise.all(
      stores.map(async ({ store }, process) => {
        let inserted = 0
        for (const n of numbers(10)) {
          const batch = batches[(n * 3 + process) % 10] ?? []
          inserted += (await store.ingest(batchOf(process % 2 === 0 ? batch : batch.toReversed()))).inserted
        }
        return inserted
      }),
    )
    expect(ingested.reduce((sum, inserted) => sum + inserted, 0)).toBe(330)
    const [{ store } = { store: null }] = stores
    const calls = store === null ? 0 : await callsOfKeys(store)
    expect(calls).toBe(330)
    for (const groupBy of [['model'], ['model', 'key']] as const) {
      const rows = (await store?.usage({ groupBy: [...groupBy] })) ?? []
      expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(330)
    }
    const [seqs] = await runSql(url, 'SELECT count(DISTINCT seq) AS distinct FROM exchanges')
    expect(seqs).toEqual({ distinct: '330' })
    for (const each of stores) await each.store.close()
  }, 60_000)

  test('a value that PostgreSQL cannot hold is stored as near as can be, or named', async () => {
    const { store } = await openPostgres(url, { log: () => {} })
    const odd = sampleExchange(1, { user: 'a\0b', tags: ['t\0'], session: '\ud800' })
    const wrong = sampleExchange(2, { status: 2 ** 40 })
    const { inserted, rejected } = await store.ingest(
      batchOf([odd, wrong, sampleExchange(3)].map(withoutBodies)),
    )
    expect(inserted).toBe(2)
    expect(rejected.map(({ id }) => id)).toEqual([wrong.id])
    const [row] = (await store.pageExchanges({ user: 'a\0b' }, { limit: 5, cursor: null })).items
    expect(row).toMatchObject({ id: odd.id, user: 'a\uFFFDb', session: '\uFFFD' })
    await store.close()
  })
})

/** An exchange also counts for its model, its provider and more; for its key it counts once. */
async function callsOfKeys(store: Pick<Store, 'allSpend'>): Promise<number> {
  const ofKeys = (await store.allSpend()).filter(({ scope }) => scope.type === 'key')
  return ofKeys.reduce((sum, { calls }) => sum + calls, 0)
}
