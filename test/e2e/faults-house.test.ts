import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import type { LogFields } from '../../src/core/ports.ts'
import { allRecords } from '../support/all-records.ts'
import { ask, begin, DIALECT_NAMES } from '../support/ask.ts'
import { spawnGateway, withStore } from '../support/spawned-gateway.ts'
import { credentialOf, PROVIDER_NAMES } from '../support/test-config.ts'
import { MASTER_KEY, startTestGateway } from '../support/test-gateway.ts'
import { createKey } from '../support/test-key.ts'
import { until } from '../support/until.ts'

const logged: string[] = []
const write = (message: string, fields?: LogFields) => logged.push(`${message} ${JSON.stringify(fields)}`)
const gateway = await startTestGateway({
  log: { debug: write, info: write, warn: write, error: write },
  config: {
    models: {
      impatient: { targets: [{ provider: 'openai', model: 'lorem' }], timeouts: { idle: '300ms' } },
    },
  },
})
const { secret } = await gateway.makeKey()
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

describe.each(PROVIDER_NAMES.flatMap((provider) => DIALECT_NAMES.map((dialect) => ({ provider, dialect }))))(
  '$provider provider, $dialect dialect',
  ({ provider, dialect }) => {
    test.each([false, true])(
      'S21 a key that the provider echoes reaches nobody; stream %s',
      async (stream) => {
        const credential = credentialOf(provider)
        for (const status of [400, 401, 429, 500]) {
          gateway.simulator.script([{ echoKey: true, status }])
          const heard = await ask(gateway.url, { dialect, stream, key: secret, model: `${provider}/echo` })
          expect(heard.status).toBeGreaterThanOrEqual(400)
          expect(gateway.simulator.requests().length).toBeGreaterThan(0)
          const stored = await gateway.app.store.getExchange((await gateway.record(heard.id)).id)
          const seen = [
            heard.bytes,
            JSON.stringify([...heard.headers]),
            JSON.stringify(stored?.record),
            Buffer.from(stored?.response ?? []).toString(),
            ...logged,
          ]
          for (const text of seen) {
            expect(text).not.toContain(credential)
            expect(text).not.toContain(credential.slice(-8))
            expect(text).not.toContain(secret)
          }
        }
      },
    )
  },
)

const TOKENS = 100_000

/** Asks for a stream of far more than the sockets between can hold, and does not read it. */
async function stopReading(model: string): Promise<IncomingMessage> {
  const body = JSON.stringify({
    ...{ model, stream: true, max_tokens: TOKENS, stream_options: { include_usage: true } },
    messages: [{ role: 'user', content: 'x' }],
  })
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  const request = httpRequest(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage] // By the event's signature.
  return response.pause()
}

test('S22 a caller who reads slowly slows the provider, and gets everything in the end', async () => {
  const response = await stopReading('openai/lorem')
  const sent = () => gateway.simulator.requests()[0]?.events ?? 0
  let before = -1
  await until(async () => {
    const isStill = sent() > 0 && sent() === before
    before = sent()
    await wait(200)
    return isStill
  }, 15_000)
  // What the kernel holds of it on its way through four sockets is megabytes.
  expect(sent()).toBeLessThan(TOKENS * 0.8)
  await wait(500)
  expect(sent()).toBe(before)
  let text = ''
  for await (const chunk of response) text += chunk
  expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true)
  expect(text).not.toContain('"error"')
  const record = (await gateway.records()).at(-1)
  expect(record).toMatchObject({ errorCode: null, usageSource: 'provider', usage: { outputTokens: TOKENS } })
})

test('S22 a caller who has stopped reading is left, and the provider is not blamed', async () => {
  const response = await stopReading('impatient')
  await until(() => gateway.simulator.requests()[0]?.isOver === true)
  expect(gateway.simulator.requests()[0]).toMatchObject({ aborted: true })
  const isCut = await response.toArray().then(
    () => false,
    () => true,
  )
  expect(isCut).toBe(true)
  expect((await gateway.records()).at(-1)).toMatchObject({ status: 499, errorCode: 'client_closed_request' })
  expect(gateway.app.gateway.health.report('openai/lorem', Date.now()).failuresInARow).toBe(0)
})

test('S24 kill -9 in the midst of a stream: broken for the caller, charged once in the books', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
  const simulator = await startSimulator({ fault: { paceMs: 5 } })
  const first = await spawnGateway({ directory, simulatorUrl: simulator.url })
  const response = await begin(first.url, {
    ...{ dialect: 'openai', stream: true, key: MASTER_KEY, model: 'anthropic/lorem' },
    body: { max_tokens: 2_000 },
  })
  const heard = readToTheEnd(response)
  await until(() => (simulator.requests()[0]?.events ?? 0) > 250)
  await first.kill()
  expect(await heard).toMatchObject({ isCut: true })
  expect((await heard).text).not.toContain('[DONE]')
  const second = await spawnGateway({ directory, simulatorUrl: simulator.url })
  expect(await second.stop()).toBe(0)
  const records = await withStore(directory, allRecords)
  expect(records).toMatchObject([
    { id: response.headers.get('x-request-id'), usageSource: 'estimated', target: 'anthropic/lorem' },
  ])
  expect(records[0]?.errorCode).not.toBeNull()
  expect(records[0]?.usage?.outputTokens).toBeGreaterThan(20)
  await simulator.close()
  await rm(directory, { recursive: true })
}, 30_000)

test('S25 the database is down: 503 and never 401, what is known is served, and nothing is lost', async () => {
  const database = new Database(join(gateway.directory, 'portolan.db'))
  const rename = (from: string, to: string) => database.exec(`ALTER TABLE ${from} RENAME TO ${to}`)
  const send = (key: string) =>
    ask(gateway.url, { dialect: 'openai', stream: false, key, model: 'openai/echo' })
  const unseen = await gateway.makeKey()
  expect(await send(secret)).toMatchObject({ status: 200 })
  const recordsBefore = (await gateway.records()).length
  rename('keys', 'keys_gone')
  rename('exchanges', 'exchanges_gone')
  const served = await Promise.all(Array.from({ length: 5 }, () => send(secret)))
  expect(served.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  for (const key of [unseen.secret, 'sk-ptl-no-such-key'])
    expect(await send(key)).toMatchObject({ status: 503, error: 'store_unavailable' })
  rename('exchanges_gone', 'exchanges')
  rename('keys_gone', 'keys')
  database.close()
  expect(await send(unseen.secret)).toMatchObject({ status: 200 })
  expect(await send('sk-ptl-no-such-key')).toMatchObject({ status: 401, error: 'key_invalid' })
  await until(async () => (await gateway.records()).length === recordsBefore + 6, 15_000)
  const ids = (await gateway.records()).map(({ id }) => id)
  expect(served.every(({ id }) => ids.filter((each) => each === id).length === 1)).toBe(true)
}, 30_000)

const canLimit = process.platform === 'linux'
test.skipIf(!canLimit)(
  'S25 the disk is full: 503, no answer that is not recorded, and back by itself',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
    const simulator = await startSimulator()
    const key = await withStore(directory, (store) => createKey(store))
    const spawned = await spawnGateway({ directory, simulatorUrl: simulator.url })
    const send = (stream: boolean) =>
      ask(spawned.url, { dialect: 'openai', stream, key: key.secret, model: 'openai/echo' })
    const limitFiles = (bytes: string) =>
      execFileSync('prlimit', ['--pid', String(spawned.pid), `--fsize=${bytes}:unlimited`])
    expect(await send(false)).toMatchObject({ status: 200 })
    limitFiles('100')
    // The one that finds out has been answered by its provider, and is withheld all the same.
    const refused = [await send(false), await send(true), await send(false)]
    for (const heard of refused) expect(heard).toMatchObject({ isWhole: false, text: '' })
    expect(refused.at(-1)).toMatchObject({ status: 503, error: 'store_unavailable' })
    expect((await fetch(`${spawned.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${spawned.url}/healthz`)).status).toBe(200)
    limitFiles('unlimited')
    await until(async () => (await fetch(`${spawned.url}/readyz`)).status === 200)
    const after = [await send(false), await send(true)]
    for (const heard of after) expect(heard).toMatchObject({ isWhole: true })
    expect(await spawned.stop()).toBe(0)
    const ids = (await withStore(directory, allRecords)).map(({ id }) => id)
    for (const { id } of after) expect(ids.filter((each) => each === id)).toHaveLength(1)
    await simulator.close()
    await rm(directory, { recursive: true })
  },
  30_000,
)

async function readToTheEnd(response: Response): Promise<{ text: string; isCut: boolean }> {
  let text = ''
  try {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString()
    return { text, isCut: false }
  } catch {
    return { text, isCut: true }
  }
}
