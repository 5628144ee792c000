import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { allRecords } from '../support/all-records.ts'
import { openaiClient } from '../support/openai-caller.ts'
import { spawnGateway, withStore } from '../support/spawned-gateway.ts'
import { createKey, type TestKey } from '../support/test-key.ts'
import { until } from '../support/until.ts'

let directory: string
let simulator: Simulator
let key: TestKey

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
  simulator = await startSimulator({ fault: { paceMs: 20 } })
  key = await withStore(directory, (store) => createKey(store))
})
afterAll(async () => {
  await simulator.close()
  await rm(directory, { recursive: true, force: true })
})

const open = () => spawnGateway({ directory, simulatorUrl: simulator.url, config: {} })
const request = (words: number) => ({
  model: 'anthropic/echo',
  input: 'word '.repeat(words).trim(),
  background: true,
})

test('a response in the background that a kill has cut is a failed one, and in the books', async () => {
  const killed = await open()
  const before = openaiClient(killed.url, key.secret)
  const { id } = await before.responses.create(request(500))
  await until(async () => (await before.responses.retrieve(id)).status === 'in_progress')
  await killed.kill()
  const next = await open()
  const after = openaiClient(next.url, key.secret)
  expect(await after.responses.retrieve(id)).toMatchObject({
    status: 'failed',
    error: { code: 'server_error' },
  })
  expect((await after.responses.cancel(id)).status).toBe('failed')
  expect(await next.stop()).toBe(0)
  const records = await withStore(directory, (store) => allRecords(store))
  expect(records.filter((record) => id.endsWith(record.id.slice('exc_'.length)))).toHaveLength(1)
})

test('a gateway that stops lets it finish', async () => {
  const stopping = await open()
  const { id } = await openaiClient(stopping.url, key.secret).responses.create(request(40))
  expect(await stopping.stop()).toBe(0)
  const next = await open()
  const kept = await openaiClient(next.url, key.secret).responses.retrieve(id)
  expect(kept).toMatchObject({ status: 'completed', output_text: request(40).input })
  await next.stop()
})
