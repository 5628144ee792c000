import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import { usdToNanos } from '../../src/core/money.ts'
import { copyStore } from '../../src/storage/copy-store.ts'
import { allRecords } from '../support/all-records.ts'
import { ask } from '../support/ask.ts'
import { testPostgres } from '../support/postgres.ts'
import { spawnGateway, withStore } from '../support/spawned-gateway.ts'
import { createKey } from '../support/test-key.ts'

const postgres = await testPostgres()

describe.skipIf(postgres === null)('on PostgreSQL', () => {
  test('a store moves while it is used, and every answer is in the new one, once', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
    onTestFinished(() => rm(directory, { recursive: true, force: true }))
    const simulator = await startSimulator({ requestsKept: 100_000 })
    onTestFinished(() => simulator.close())
    const url = (await postgres?.createDatabase()) ?? ''
    const path = join(directory, 'portolan.db')
    const { id, secret } = await withStore(directory, (store) =>
      createKey(store, { budgets: [{ usdNanos: usdToNanos(100), window: 'lifetime', onExhausted: 'deny' }] }),
    )
    const target = { provider: 'openai', model: 'lorem', price: { input: 1, output: 2 } }
    const config = { models: { priced: { targets: [target] } } }
    const started = { directory, simulatorUrl: simulator.url, config }
    const heard: string[] = []
    const talkUntil = async (gatewayUrl: string, isOver: () => boolean) => {
      while (!isOver()) {
        const question = { dialect: 'openai', stream: heard.length % 2 === 0, key: secret } as const
        const { id: exchange, isWhole } = await ask(gatewayUrl, { ...question, model: 'priced' })
        expect(isWhole).toBe(true)
        heard.push(exchange)
      }
    }

    const old = await spawnGateway(started)
    await talkUntil(old.url, () => heard.length >= 60)
    let copies = 0
    const talking = Promise.all([1, 2, 3].map(() => talkUntil(old.url, () => copies === 3)))
    const said: string[] = []
    const progress = (what: string, done: number, total: number) => said.push(`${what} ${done} ${total}`)
    for (; copies < 3; copies++) expect((await copyStore({ path, url, progress })).isFinished).toBe(false)
    await talking
    expect(await old.stop()).toBe(0)
    const { exchanges, isFinished } = await copyStore({ path, url, progress })
    expect({ exchanges, isFinished }).toEqual({ exchanges: heard.length, isFinished: true })
    expect(said).toContain('keys 1 1')
    expect(said.at(-1)).toBe(`exchanges ${heard.length} ${heard.length}`)
    const before = await withStore(directory, (store) => store.spend({ type: 'key', id }, 0))

    const env = { PORTOLAN_STORAGE_URL: url, PORTOLAN_DATA_FOLDER: directory }
    const next = await spawnGateway({ ...started, env })
    const moved = heard.length
    await talkUntil(next.url, () => heard.length >= moved + 10)
    expect(await next.stop()).toBe(0)
    await withStore(
      directory,
      async (store) => {
        const records = await allRecords(store)
        expect(records.map((record) => record.id).toSorted()).toEqual(heard.toSorted())
        const spend = await store.spend({ type: 'key', id }, 0)
        const calls = (rows: typeof spend) => rows.reduce((sum, row) => sum + row.calls, 0)
        expect([calls(before), calls(spend)]).toEqual([moved, heard.length])
        expect(spend.reduce((sum, row) => sum + row.costNanos, 0)).toBe(
          records.reduce((sum, record) => sum + (record.billedNanos ?? 0), 0),
        )
        const [first] = records
        const [was, is] = [
          await withStore(directory, (each) => each.getExchange(first?.id ?? '')),
          await store.getExchange(first?.id ?? ''),
        ]
        expect(is).toEqual(was)
      },
      url,
    )
    // Now that a gateway has gone on there, the old store has nothing more to hand over.
    expect(await copyStore({ path, url, progress })).toEqual({ exchanges: moved, isFinished: true })
  }, 120_000)
})
