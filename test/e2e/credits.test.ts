import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Wallet, WalletState } from '../../src/core/wallet.ts'
import { allRecords } from '../support/all-records.ts'
import { ask } from '../support/ask.ts'
import { spawnGateway, withStore } from '../support/spawned-gateway.ts'
import { MASTER_KEY, startTestGateway } from '../support/test-gateway.ts'

const DOLLAR = 1_000_000_000
const flat = {
  pricing: { margin: '25%' },
  models: {
    // Four cents each, five with the margin.
    flat: { targets: [{ provider: 'openai', model: 'echo', price: { input: 0, output: 0, request: 0.04 } }] },
    busy: { targets: [{ provider: 'openai', model: 'lorem', price: { input: 1, output: 2 } }] },
  },
}

async function admin(url: string, path: string, body?: object) {
  const response = await fetch(`${url}/admin/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${MASTER_KEY}`, 'idempotency-key': 'the-one' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return JSON.parse(await response.text())
}

const topUp = { organization_id: 'default', usd: 1, reference: 'invoice 1' }

test('100 requests at once on a wallet of a dollar: twenty pass, and no nano more is charged', async () => {
  const gateway = await startTestGateway({ config: flat })
  try {
    await admin(gateway.url, '/credits', topUp)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, place) =>
        ask(gateway.url, {
          ...{ dialect: place % 2 === 0 ? 'openai' : 'anthropic', stream: place % 3 === 0, key: MASTER_KEY },
          ...{ model: 'flat', text: 'a b c', body: { max_tokens: 50 } },
        }),
      ),
    )
    expect(answers.filter(({ isWhole }) => isWhole)).toHaveLength(20)
    expect(answers.filter(({ error }) => error === 'credits_exhausted')).toHaveLength(80)
    const { data } = await admin(gateway.url, '/credits')
    expect(data).toMatchObject([{ balance: 0, held: 0 }])
    expect(await admin(gateway.url, '/audit/books')).toMatchObject({ ok: true, wallets: 1 })
  } finally {
    await gateway.close()
  }
}, 60_000)

let directory: string
let simulator: Simulator
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
  simulator = await startSimulator({ fault: { paceMs: 2 } })
})
afterAll(async () => {
  await simulator.close()
  await rm(directory, { recursive: true, force: true })
})

test('kill -9 in the middle: after the next start the balance is what was paid in less what was billed', async () => {
  const begin = () => spawnGateway({ directory, simulatorUrl: simulator.url, config: flat })
  for (let kill = 0; kill < 3; kill++) {
    const gateway = await begin()
    await admin(gateway.url, '/credits', topUp)
    const callers = Array.from({ length: 8 }, () => callUntilItDies(gateway.url))
    await wait(300 + kill * 70)
    await gateway.kill()
    await Promise.all(callers)
  }
  const last = await begin()
  const { data } = await admin(last.url, '/credits')
  const verdict = await admin(last.url, '/audit/books')
  expect(await last.stop()).toBe(0)
  const { records, wallets } = await withStore(directory, async (store) => ({
    records: await allRecords(store),
    wallets: await store.credit('listWallets'),
  }))
  const wallet = only(wallets)
  const billed = charged(records, wallet)
  expect(billed).toBeGreaterThan(0)
  expect(records.some(({ errorCode }) => errorCode === 'internal')).toBe(true)
  expect(wallet).toMatchObject({ creditedNanos: DOLLAR, chargedNanos: billed })
  expect(data).toMatchObject([{ balance_nanos: String(DOLLAR - billed), held: 0 }])
  expect(verdict).toMatchObject({ ok: true, differences: [] })
}, 120_000)

test('books that were touched by hand are found out, figure by figure', async () => {
  const file = new Sqlite(join(directory, 'portolan.db'))
  file.exec('UPDATE wallets SET charged_nanos = charged_nanos - 7')
  file.exec("UPDATE scope_spend SET calls = calls + 1 WHERE scope_type = 'model'")
  file.exec(
    "UPDATE ledger_entries SET credit = 'elsewhere' WHERE seq = (SELECT max(seq) FROM ledger_entries)",
  )
  file.close()
  const gateway = await spawnGateway({ directory, simulatorUrl: simulator.url, config: flat })
  const { ok, differences } = await admin(gateway.url, '/audit/books')
  await gateway.stop()
  expect(ok).toBe(false)
  const figures = differences.map(({ figure }: { figure: string }) => figure).join('\n')
  expect(figures).toMatch(/^wallet wal_\w+ charged$/m)
  expect(figures).toMatch(/^sum of all accounts$/m)
  expect(figures).toMatch(/^model busy \S+ calls$/m)
}, 60_000)

function only(wallets: readonly WalletState[]): WalletState {
  const [wallet] = wallets
  if (wallet === undefined || wallets.length > 1) throw new Error(`There are ${wallets.length} wallets.`)
  return wallet
}

function charged(
  records: readonly { readonly timeMs: number; readonly billedNanos: number | null }[],
  { createdAtMs }: Wallet,
): number {
  return records
    .filter(({ timeMs }) => timeMs >= createdAtMs)
    .reduce((sum, { billedNanos }) => sum + (billedNanos ?? 0), 0)
}

async function callUntilItDies(url: string): Promise<void> {
  for (let stream = true; ; stream = !stream) {
    const answer = await ask(url, {
      ...{ dialect: 'openai', stream, key: MASTER_KEY, model: 'busy', body: { max_tokens: 20 } },
    }).catch(() => null)
    if (answer?.isWhole !== true) return
  }
}
