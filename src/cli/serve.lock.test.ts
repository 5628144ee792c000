import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import { spawnGateway } from '../../test/support/spawned-gateway.ts'
import { MASTER_KEY } from '../../test/support/test-gateway.ts'
import { until } from '../../test/support/until.ts'
import type { ExplanationView } from '../control/explain.ts'
import { runWith, temporaryFolder } from './run.fixture.ts'

// Echo and lorem are models of the simulator; of the names ending in -latest it has none.
const folder = temporaryFolder()
const simulator = await startSimulator()
lock({ 'openai/any-latest': 'echo' })
const gateway = await spawnGateway({
  directory: folder.path,
  simulatorUrl: simulator.url,
  config: {
    models: {
      smart: {
        targets: [
          { provider: 'openai', model: 'any-latest' },
          { provider: 'openai', model: 'other-latest', standby: true },
        ],
        where: { only: ['openai/any-latest'] },
      },
    },
  },
})
afterAll(async () => {
  await gateway.stop()
  await simulator.close()
  folder[Symbol.dispose]()
})

test('an alias is sent as what it is pinned to, under its own name in routes, and the record says what', async () => {
  const { id, decision } = await ask('smart')
  expect(await recordOf(id)).toMatchObject({
    requested_model: 'smart',
    target: 'openai/any-latest',
    model: 'echo',
    attempts: [{ target: 'openai/any-latest', model: 'echo', status: 200 }],
    decision: { id: decision, candidates: [{}, { target: 'openai/any-latest', removed_by: null }] },
  })
  const direct = await ask('openai/any-latest')
  expect(await recordOf(direct.id)).toMatchObject({ model: 'echo' })
})

test('what the lock leaves open is told once, and stays as it is', async () => {
  const warnings = () =>
    gateway
      .log()
      .split('\n')
      .filter((line) => line.includes('does not pin'))
  expect(warnings()).toHaveLength(1)
  expect(JSON.parse(warnings()[0] ?? '')).toMatchObject({ level: 'warn', models: ['openai/other-latest'] })
})

test('a changed lock is another revision, one that is none leaves the one before, and explaining agrees', async () => {
  const before = (await explained()).decision.revision
  expect(await explained('--config', join(folder.path, 'portolan.yaml'))).toMatchObject({ model: 'echo' })
  lock({ 'openai/any-latest': 'lorem' })
  await until(async () => (await explained()).model === 'lorem')
  const after = (await explained()).decision.revision
  expect(after).not.toBe(before)
  const offline = await explained('--config', join(folder.path, 'portolan.yaml'))
  expect(offline.decision.revision).toBe(after)
  const { id } = await ask('smart')
  expect(await recordOf(id)).toMatchObject({ model: 'lorem', decision: { revision: after } })

  writeFileSync(join(folder.path, 'portolan.lock'), '{}')
  await until(async () => gateway.log().includes('portolan.lock:1:1: version is required'))
  expect((await explained()).decision.revision).toBe(after)
  lock({ 'openai/any-latest': 'echo' })
  await until(async () => (await explained()).decision.revision === before)
})

function lock(models: Readonly<Record<string, string>>): void {
  writeFileSync(join(folder.path, 'portolan.lock'), JSON.stringify({ version: 1, catalogue: 'v', models }))
}

async function ask(model: string) {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${MASTER_KEY}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Land ho' }] }),
  })
  expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 200 })
  const header = (name: string) => response.headers.get(name)
  return { id: header('x-request-id'), decision: header('x-portolan-decision') }
}

async function recordOf(id: string | null): Promise<unknown> {
  const headers = { authorization: `Bearer ${MASTER_KEY}` }
  return await (await fetch(`${gateway.url}/admin/v1/exchanges/${id}`, { headers })).json()
}

/** By the gateway; with `--config`, by nobody but this process. */
async function explained(...argv: string[]): Promise<ExplanationView> {
  const env = { PORTOLAN_MASTER_KEY: MASTER_KEY, ...(argv.length === 0 ? { PORTOLAN_URL: gateway.url } : {}) }
  const { out, err } = await runWith(['explain', '--model', 'smart', '--json', ...argv], { env })
  expect(err).toBe('')
  return JSON.parse(out) as ExplanationView // Its own output.
}
