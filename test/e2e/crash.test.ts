import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { ScopeSpend } from '../../src/storage/store.ts'
import type { ExchangeRecord } from '../../src/core/record.ts'
import { usdToNanos } from '../../src/core/money.ts'
import { allRecords } from '../support/all-records.ts'
import { ask, DIALECT_NAMES } from '../support/ask.ts'
import { type SpawnedGateway, spawnGateway, withStore } from '../support/spawned-gateway.ts'
import { createKey, type TestKey } from '../support/test-key.ts'

const KILLS = 10
const CALLERS = 12

const config = {
  models: {
    busy: { targets: [{ provider: 'openai', model: 'lorem', price: { input: 1, output: 2 } }] },
  },
}

let directory: string
let simulator: Simulator
let key: TestKey
/** Exchanges that a caller has had whole, by id: how many tokens the provider says they were. */
const heard = new Map<string, string>()
let asked = 0

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
  simulator = await startSimulator({ fault: { paceMs: 2 }, requestsKept: 100_000 })
  key = await withStore(directory, (store) =>
    createKey(store, {
      limits: { concurrency: CALLERS },
      budgets: [{ usdNanos: usdToNanos(1_000), window: 'lifetime', onExhausted: 'deny' }],
    }),
  )
})
afterAll(async () => {
  await simulator.close()
  await rm(directory, { recursive: true, force: true })
})

test(`kill -9, ${KILLS} times under load: what a caller had whole is recorded once, and nothing is held`, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const gateway = await spawnGateway({ directory, simulatorUrl: simulator.url, config })
    const callers = Array.from({ length: CALLERS }, () => callUntilItDies(gateway))
    await wait(150 + kill * 40)
    await gateway.kill()
    await Promise.all(callers)
  }
  // Reservations of the dead would fill the key's `concurrency`, if they were still held.
  const last = await spawnGateway({ directory, simulatorUrl: simulator.url, config })
  const whole = await Promise.all(Array.from({ length: CALLERS }, () => call(last)))
  expect(whole.every((isWhole) => isWhole)).toBe(true)
  expect(await last.stop()).toBe(0)
  const { records, spend } = await withStore(directory, async (store) => ({
    records: await allRecords(store),
    spend: await store.spend({ type: 'key', id: key.id }, 0),
  }))
  expect(heard.size).toBeGreaterThan(KILLS * CALLERS)
  expectBooks(records, spend)
}, 120_000)

function expectBooks(records: readonly ExchangeRecord[], spend: readonly ScopeSpend[]): void {
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  const byId = new Map(records.map((record) => [record.id, record]))
  const rows = new Map(simulator.requests().map((row) => [row.id, row]))
  for (const [id, user] of heard) {
    const row = rows.get(user)
    expect(byId.get(id)).toMatchObject({
      ...{ user, status: 200, errorCode: null, usageSource: 'provider' },
      usage: { inputTokens: row?.inputTokens, outputTokens: row?.outputTokens },
    })
  }
  // An answer may have been recorded and its last byte lost with the process; never the other way about.
  const orphans = records.filter(({ id }) => !heard.has(id) && byId.get(id)?.errorCode !== null)
  expect(orphans.length).toBeGreaterThan(0)
  for (const orphan of orphans) {
    expect(orphan).toMatchObject({ usageSource: 'estimated', keyId: key.id, requestedModel: 'busy' })
    expect(orphan.costNanos).toBeGreaterThan(0)
  }
  const users = records.map(({ user }) => user)
  expect(new Set(users).size).toBe(users.length)
  const unrecorded = [...rows.keys()].filter((user) => !users.includes(user))
  // Only one that was sent in the very turn of a kill may be missing: nobody has heard of it.
  expect(unrecorded.length).toBeLessThanOrEqual(KILLS)
  const costNanos = records.reduce((sum, record) => sum + (record.costNanos ?? 0), 0)
  expect(spend.reduce((sum, day) => sum + day.costNanos, 0)).toBe(costNanos)
  expect(spend.reduce((sum, day) => sum + day.calls, 0)).toBe(records.length)
}

async function callUntilItDies(gateway: SpawnedGateway): Promise<void> {
  while (await call(gateway)) continue
}

/** One request, whole or streamed, in either dialect. False when no whole answer came. */
async function call(gateway: SpawnedGateway): Promise<boolean> {
  const nth = asked++
  const user = `request-${nth}`
  const dialect = DIALECT_NAMES[nth % 2] ?? 'openai'
  try {
    const answer = await ask(gateway.url, {
      ...{ dialect, stream: nth % 3 !== 0, key: key.secret, model: 'busy' },
      body: {
        max_tokens: 4 + (nth % 24),
        ...(dialect === 'openai' ? { user } : { metadata: { user_id: user } }),
      },
    })
    if (answer.isWhole) heard.set(answer.id, user)
    return answer.isWhole
  } catch {
    return false
  }
}
