import { mkdtemp, rm } from 'node:fs/promises'
import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { ask } from '../support/ask.ts'
import { runSql, testPostgres } from '../support/postgres.ts'
import { initPostgres, startPostgres } from '../support/postgres-server.ts'
import { spawnGateway } from '../support/spawned-gateway.ts'
import { configText } from '../support/test-config.ts'
import { MASTER_KEY } from '../support/test-gateway.ts'
import { until } from '../support/until.ts'

const postgres = await testPostgres()

let root: string
let simulator: Simulator
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
  chmodSync(root, 0o711)
  simulator = await startSimulator()
})
afterAll(async () => {
  await simulator.close()
  await rm(root, { recursive: true, force: true })
})

const start = (name: string, url: string) =>
  spawnGateway({
    directory: join(root, name),
    simulatorUrl: simulator.url,
    env: { PORTOLAN_STORAGE_URL: url },
  })

const talk = (url: string, key: string, model = 'openai/echo') =>
  ask(url, { dialect: 'openai', stream: false, key, model })

async function admin(url: string, method: string, path: string, body: string | object | null = null) {
  const response = await fetch(`${url}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' },
    ...(body === null ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  expect(response.status).toBeLessThan(300)
  return (await response.json()) as { id: string; key: string; data: unknown[] } // As each of these routes answers.
}

describe.skipIf(postgres === null)('on PostgreSQL', () => {
  test('two gateways agree on keys and configuration within a second, and both count', async () => {
    const url = (await postgres?.createDatabase()) ?? ''
    const [one, two] = await Promise.all([start('one', url), start('two', url)])
    const { id, key } = await admin(one.url, 'POST', '/keys', { name: 'shared' })
    for (const gateway of [one, two, one, two]) expect((await talk(gateway.url, key)).status).toBe(200)

    await admin(one.url, 'POST', `/keys/${id}/block`)
    await until(async () => (await talk(two.url, key)).error === 'key_revoked', 1_000)
    await admin(two.url, 'POST', `/keys/${id}/unblock`)
    await until(async () => (await talk(one.url, key)).status === 200, 1_000)

    expect((await talk(two.url, key, 'fresh')).status).toBe(404)
    const models = { fresh: { targets: [{ provider: 'openai', model: 'echo' }] } }
    const { storage: _, ...document } = JSON.parse(configText(simulator.url, root, { models }))
    await admin(one.url, 'PUT', '/config', JSON.stringify(document))
    await until(async () => (await talk(two.url, key, 'fresh')).status === 200, 1_000)

    await Promise.all(
      Array.from({ length: 40 }, (_each, n) => talk((n % 2 === 0 ? one : two).url, key, 'fresh')),
    )
    expect(await Promise.all([one.stop(), two.stop()])).toEqual([0, 0])
    const [counted] = await runSql(
      url,
      `SELECT (SELECT count(*) FROM exchanges WHERE attempts > 0) AS records, (SELECT count(DISTINCT id) FROM exchanges
         WHERE attempts > 0) AS ids,
       (SELECT sum(requests) FROM usage_rollups WHERE width_ms = 60000)
         - (SELECT count(*) FROM exchanges) AS missing,
       (SELECT count(*) FROM journal_positions) AS journals`,
    )
    expect(counted).toMatchObject({ records: counted?.ids, missing: '0', journals: '2' })
    expect(Number(counted?.records)).toBeGreaterThanOrEqual(46)
  }, 120_000)

  test('a database that is not there at the start is said so, without the password, and ends with 1', async () => {
    const url = 'postgres://someone:very-secret@127.0.0.1:9/books'
    const failed = await start('alone', url).catch((error: unknown) => String(error))
    expect(failed).toContain('The database books on 127.0.0.1:9 cannot be used: ')
    expect(failed).toContain('ECONNREFUSED')
    expect(failed).not.toContain('very-secret')
  }, 60_000)

  test('while the database is gone, keys that are known are served, others wait, and no record is lost', async () => {
    const data = join(root, 'postgres')
    await initPostgres(data)
    let server = await startPostgres(data)
    const url = server.urlOf('postgres')
    const gateway = await start('steady', url)
    const { key } = await admin(gateway.url, 'POST', '/keys', { name: 'known' })
    const later = await admin(gateway.url, 'POST', '/keys', { name: 'not seen yet' })
    expect((await talk(gateway.url, key)).status).toBe(200)

    await server.stop()
    for (let n = 0; n < 20; n++) expect((await talk(gateway.url, key)).status).toBe(200)
    expect(await talk(gateway.url, later.key)).toMatchObject({ status: 503, error: 'store_unavailable' })
    const usage = await fetch(`${gateway.url}/admin/v1/usage`, {
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    })
    expect(usage.status).toBe(503)

    server = await startPostgres(data, server.port)
    await until(async () => (await talk(gateway.url, later.key)).status === 200, 15_000)
    expect(await gateway.stop()).toBe(0)
    const [counted] = await runSql(url, 'SELECT count(*) AS records FROM exchanges WHERE status = 200')
    expect(counted).toEqual({ records: '22' })
    await server.stop()
  }, 120_000)
})
