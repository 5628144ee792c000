import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, asText, startAdmin } from './admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

const start = (fields: object = {}) =>
  admin.call('POST', '/drills', { provider: 'up', kind: 'outage', for_ms: 60_000, ...fields })

test('a drill begins, is seen, is felt, and is ended', async () => {
  const begun = await start({ kind: 'error', status: 503 })
  expect(begun).toMatchObject({
    status: 201,
    body: { provider: 'up', kind: 'error', status: 503, share: 1, struck: 0 },
  })
  const { id, started_at, ends_at } = begun.body
  expect(Date.parse(asText(ends_at)) - Date.parse(asText(started_at))).toBe(60_000)

  const failed = await admin.chat(asText(await key()))
  expect(failed.status).toBe(503)
  expect(await failed.json()).toMatchObject({ error: { code: 'provider_overloaded' } })
  expect((await admin.call('GET', '/drills')).data).toMatchObject([{ id, struck: 1 }])

  expect(await admin.call('DELETE', `/drills/${asText(id)}`)).toMatchObject({
    status: 200,
    body: { id, deleted: true },
  })
  expect((await admin.chat(asText(await key()))).status).toBe(200)
  expect((await admin.call('GET', '/drills')).data).toEqual([])
  expect((await admin.call('DELETE', `/drills/${asText(id)}`)).status).toBe(404)
  expect(admin.logged.filter(({ level }) => level === 'warn')).toHaveLength(2)
})

test('each kind has its own fields, with what they are when they are not named', async () => {
  const cases = [
    [{ kind: 'outage' }, { hangs: false }],
    [{ kind: 'slow' }, { delay_ms: 5_000 }],
    [{ kind: 'rate-limit' }, { retry_after_ms: 1_000 }],
    [
      { kind: 'error', share: 0.5, seed: 'tuesday' },
      { status: 500, share: 0.5, seed: 'tuesday' },
    ],
  ]
  for (const [fields, shown] of cases) {
    const { status, body } = await start(fields)
    expect({ status, body }).toMatchObject({ status: 201, body: shown })
    await admin.call('DELETE', `/drills/${asText(body.id)}`)
  }
})

test.each([
  [{ kind: 'flood' }, 'kind'],
  [{ kind: 'outage', delay_ms: 5 }, 'delay_ms'],
  [{ kind: 'error', status: 200 }, 'status'],
  [{ for_ms: 3_600_001 }, 'for_ms'],
  [{ for_ms: 0 }, 'for_ms'],
  [{ share: 0 }, 'share'],
])('%j is refused by name', async (fields, param) => {
  expect(await start(fields)).toMatchObject({ status: 400, body: { error: { param } } })
})

test('a provider that is not configured is answered with those that are like it', async () => {
  const { status, body } = await start({ provider: 'upp' })
  expect({ status, body }).toMatchObject({
    status: 404,
    body: { error: { code: 'not_found', param: 'provider', message: expect.stringContaining('mean up?') } },
  })
})

test('a second drill at the same provider is a conflict', async () => {
  const { body } = await start()
  expect(await start({ kind: 'slow' })).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
  await admin.call('DELETE', `/drills/${asText(body.id)}`)
})

test('only an admin may begin or end one; a viewer may look', async () => {
  const viewer = asText((await admin.call('POST', '/keys', { name: 'eyes', role: 'viewer' })).body.key)
  expect((await admin.call('GET', '/drills', undefined, viewer)).status).toBe(200)
  const order = { provider: 'up', kind: 'outage', for_ms: 1_000 }
  expect((await admin.call('POST', '/drills', order, viewer)).status).toBe(403)
  expect((await admin.call('DELETE', '/drills/drl_1', undefined, viewer)).status).toBe(403)
})

test('a gateway that stops ends its drills first', async () => {
  await start({ kind: 'slow', for_ms: 3_600_000 })
  await admin.restart()
  expect(admin.logged.at(-1)).toMatchObject({ level: 'warn', message: 'A drill has ended.' })
  expect((await admin.call('GET', '/drills')).data).toEqual([])
})

async function key(): Promise<unknown> {
  return (await admin.call('POST', '/keys', { name: 'caller' })).body.key
}
