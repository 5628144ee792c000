import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { type Admin, allPages, asText, MASTER, startAdmin } from '../admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

async function make(fields: JsonObject = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const { status, body } = await admin.call('POST', '/keys', { name: 'a key', ...fields })
  expect(status).toBe(201)
  return { id: asText(body.id), secret: asText(body.key) }
}

const DAY_MS = 86_400_000

describe('making a key', () => {
  test('everything that is said comes back, and the secret only now', async () => {
    const fields = {
      name: 'harbour',
      models: ['smart', 'up/*'],
      limits: {
        rpm: 60,
        rph: 600,
        rpd: 6000,
        tpm: 1000,
        tpd: 9000,
        concurrency: 4,
        models: { smart: { rpm: 5 } },
      },
      expires_at: '2099-01-31T12:00:00Z',
      role: 'inference',
      tags: ['team-a'],
      metadata: { owner: 'Zoë', deep: { list: [1, null] } },
    }
    const budgets = [
      { usd: 20.5, window: 'month', on_exhausted: 'deny' },
      { tokens: 1_000_000, window: '7d' },
      { calls: 10 },
    ]
    const { status, body } = await admin.call('POST', '/keys', { ...fields, budgets })
    expect(status).toBe(201)
    const shown = {
      ...fields,
      expires_at: '2099-01-31T12:00:00.000Z',
      budgets: [
        { usd: 20.5, usd_nanos: '20500000000', window: 'month', on_exhausted: 'deny' },
        { tokens: 1_000_000, window: '7d', on_exhausted: 'deny' },
        { calls: 10, window: 'lifetime', on_exhausted: 'deny' },
      ],
      blocked: false,
      previous_expires_at: null,
    }
    expect(body).toMatchObject(shown)
    expect(body.key).toMatch(/^sk-ptl-[\w-]{43}$/)
    expect(body.hint).toBe(asText(body.key).slice(-4))

    const one = await admin.call('GET', `/keys/${asText(body.id)}`)
    expect(one.body).toMatchObject({ name: 'harbour', metadata: fields.metadata })
    expect(one.text).not.toContain(asText(body.key))
  })

  test.each([
    [{}, 'name', 'name is required.'],
    [{ name: '' }, 'name', 'name must be at least 1 characters long.'],
    [{ name: 'k', limit: {} }, 'limit', 'Unknown field limit.'],
    [{ name: 'k', limits: { rpn: 1 } }, 'limits.rpn', 'Unknown field limits.rpn.'],
    [{ name: 'k', limits: { rpm: 0 } }, 'limits.rpm', 'limits.rpm must be at least 1.'],
    [{ name: 'k', limits: { rpm: 1.5 } }, 'limits.rpm', 'limits.rpm must be a whole number.'],
    [{ name: 'k', limits: { models: { 'a/b': { rpm: 'x' } } } }, 'limits.models["a/b"].rpm', null],
    [{ name: 'k', budgets: [{ window: 'day' }] }, 'budgets[0]', null],
    [{ name: 'k', budgets: [{ usd: 1, calls: 1 }] }, 'budgets[0]', null],
    [{ name: 'k', budgets: [{ usd: 1, window: 'year' }] }, 'budgets[0].window', null],
    [{ name: 'k', budgets: [{ usd: 1, on_exhausted: 'downgrade' }] }, 'budgets[0]', null],
    [{ name: 'k', budgets: [{ usd: 1, on_exhausted: 'pause' }] }, 'budgets[0].on_exhausted', null],
    [{ name: 'k', budgets: [{ usd: 1, time_zone: 'Vienna' }] }, 'budgets[0].time_zone', null],
    [{ name: 'k', budgets: [{ usd: -1 }] }, 'budgets[0].usd', 'budgets[0].usd must be at least 0.'],
    [{ name: 'k', models: 'smart' }, 'models', 'models must be a list.'],
    [{ name: 'k', project_id: 'p' }, 'project_id', 'project_id is of no project that exists.'],
    [{ name: 'k', organization_id: 'o' }, 'organization_id', null],
    [{ name: 'k', organization_id: 'default', project_id: 'p' }, 'project_id', null],
    [{ name: 'k', expires_at: 'tomorrow' }, 'expires_at', null],
    [{ name: 'k', expires_at: '2026-02-03T04:05:06' }, 'expires_at', null],
    [{ name: 'k', role: 'root' }, 'role', 'role must be one of inference, viewer, admin.'],
    [{ name: 'k', metadata: { text: 'x'.repeat(9_000) } }, 'metadata', null],
  ])('%j is refused by the name of what is wrong', async (fields, param, message) => {
    const { status, body } = await admin.call('POST', '/keys', fields)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'invalid_request', param, type: 'invalid_request_error' })
    if (message !== null) expect(body.error).toMatchObject({ message })
  })

  test.each([
    [{ guardrails: [] }, 'guardrails'],
    [{ route: 'smart' }, 'route'],
  ])('%j is refused as not supported yet', async (fields, param) => {
    const { status, body } = await admin.call('POST', '/keys', { name: 'k', ...fields })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'unsupported_parameter', param })
    expect(JSON.stringify(body.error)).toContain('not supported yet')
  })
})

test('a project that names the default is the default, which keys and their exchanges hold as null', async () => {
  const { id, secret } = await make({ project_id: 'default' })
  expect((await admin.call('GET', `/keys/${id}`)).body).toMatchObject({
    organization_id: null,
    project_id: null,
  })
  await (await admin.chat(secret)).text()
  const { data } = await admin.call('GET', `/exchanges?key_id=${id}&project_id=default`)
  expect(data).toMatchObject([{ organization_id: null, project_id: null, member_id: null }])
  expect((await admin.call('GET', `/exchanges?key_id=${id}&project_id=other`)).data).toEqual([])
})

describe('what a key may do, from the next request on', () => {
  test('a new key works at once; blocked, changed and deleted it does not', async () => {
    const { id, secret } = await make()
    expect((await admin.chat(secret)).status).toBe(200)

    expect((await admin.call('POST', `/keys/${id}/block`)).body.blocked).toBe(true)
    expect((await admin.chat(secret)).status).toBe(401)
    expect((await admin.call('POST', `/keys/${id}/unblock`)).body.blocked).toBe(false)
    expect((await admin.chat(secret)).status).toBe(200)

    expect((await admin.call('PATCH', `/keys/${id}`, { models: ['other'] })).body.models).toEqual(['other'])
    expect((await admin.chat(secret)).status).toBe(403)
    expect((await admin.call('PATCH', `/keys/${id}`, { models: null })).body.models).toBeNull()
    expect((await admin.chat(secret)).status).toBe(200)

    expect((await admin.call('DELETE', `/keys/${id}`)).body).toEqual({ id, deleted: true })
    expect((await admin.chat(secret)).status).toBe(401)
    expect((await admin.call('GET', `/keys/${id}`)).status).toBe(404)
    expect((await admin.call('DELETE', `/keys/${id}`)).status).toBe(404)
    expect((await admin.call('PATCH', `/keys/${id}`, { name: 'x' })).status).toBe(404)
  })

  test('a secret that was refused a moment ago is not remembered as wrong when a key gets it', async () => {
    const { id } = await make()
    const rotated = await admin.call('POST', `/keys/${id}/rotate`)
    expect((await admin.chat(asText(rotated.body.key))).status).toBe(200)
  })

  test('after a rotation the former secret works for its grace, and not a moment longer', async () => {
    const { id, secret } = await make()
    const { status, body } = await admin.call('POST', `/keys/${id}/rotate`, { grace: '2h' })
    expect(status).toBe(200)
    expect(body.key).not.toBe(secret)
    expect(Date.parse(asText(body.previous_expires_at))).toBeGreaterThan(Date.now() + 7_000_000)
    expect((await admin.chat(secret)).status).toBe(200)
    expect((await admin.chat(asText(body.key))).status).toBe(200)
    admin.wait(2 * 3_600_000)
    expect((await admin.chat(secret)).status).toBe(401)
    expect((await admin.chat(asText(body.key))).status).toBe(200)
    expect((await admin.call('GET', `/keys/${id}`)).body.previous_expires_at).toBeNull()
  })

  test('without grace the former secret ends with the rotation', async () => {
    const { id, secret } = await make()
    expect((await admin.chat(secret)).status).toBe(200)
    const { body } = await admin.call('POST', `/keys/${id}/rotate`)
    expect((await admin.chat(secret)).status).toBe(401)
    expect((await admin.chat(asText(body.key))).status).toBe(200)
    const wrong = await admin.call('POST', `/keys/${id}/rotate`, { grace: 'a day' })
    expect(wrong.body.error).toMatchObject({ param: 'grace' })
  })

  test('an expired key is refused, and works again when its end is moved', async () => {
    const { id, secret } = await make({ expires_at: '2020-01-01' })
    expect((await admin.chat(secret)).status).toBe(401)
    await admin.call('PATCH', `/keys/${id}`, { expires_at: null })
    expect((await admin.chat(secret)).status).toBe(200)
  })

  test('changes at the same time are all kept', async () => {
    const { id } = await make()
    await Promise.all([
      admin.call('PATCH', `/keys/${id}`, { tags: ['a'] }),
      admin.call('PATCH', `/keys/${id}`, { name: 'renamed' }),
      admin.call('POST', `/keys/${id}/block`),
      admin.call('PATCH', `/keys/${id}`, { metadata: { a: 1 } }),
    ])
    const { body } = await admin.call('GET', `/keys/${id}`)
    expect(body).toMatchObject({ tags: ['a'], name: 'renamed', blocked: true, metadata: { a: 1 } })
  })
})

describe('what a key has used', () => {
  test('a budget of a new key holds, and its spending is shown to the nano', async () => {
    const { id, secret } = await make({ budgets: [{ calls: 2, window: 'day' }, { usd: 1 }] })
    expect((await admin.chat(secret)).status).toBe(200)
    expect((await admin.chat(secret)).status).toBe(200)
    const third = await admin.chat(secret)
    expect(third.status).toBe(429)
    expect(await third.json()).toMatchObject({ error: { code: 'budget_exhausted' } })

    const { body } = await admin.call('GET', `/keys/${id}`)
    const records = (await admin.call('GET', `/exchanges?key_id=${id}&status=200`)).data
    const nanos = records.reduce((sum, { cost_nanos }) => sum + Number(cost_nanos), 0)
    expect(records).toHaveLength(2)
    expect(nanos).toBeGreaterThan(0)
    expect(body.budgets).toMatchObject([
      { calls: 2, window: 'day', spent: 2 },
      { usd: 1, spent: nanos / 1e9, spent_nanos: String(nanos), renews_at: null },
    ])
    expect(body.usage).toMatchObject({ requests: 2, cost_nanos: String(nanos), unpriced: 0 })
  })

  test('what was spent in an earlier window is in the sum and not in the budget', async () => {
    const { id, secret } = await make({ budgets: [{ tokens: 1_000_000, window: 'day' }] })
    await (await admin.chat(secret)).text()
    admin.wait(DAY_MS)
    const { body } = await admin.call('GET', `/keys/${id}`)
    expect(body.budgets).toMatchObject([{ spent: 0 }])
    expect(body.usage).toMatchObject({ requests: 1 })
  })
})

test('lists go through all keys by pages, newest first', async () => {
  const made: string[] = []
  for (let count = 0; count < 5; count++) made.push((await make({ name: `paged ${count}` })).id)
  const seen = (await allPages(admin, '/keys', 2)).map(({ id }) => asText(id))
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.filter((id) => made.includes(id)).sort()).toEqual([...made].sort())
})

test.each([
  ['limit=0', 'limit'],
  ['limit=501', 'limit'],
  ['limit=many', 'limit'],
  ['cursor=nonsense', 'cursor'],
  ['colour=red', 'colour'],
])('a list with ?%s is refused', async (query, param) => {
  const { status, body } = await admin.call('GET', `/keys?${query}`)
  expect(status).toBe(400)
  expect(body.error).toMatchObject({ param })
})

test('the master key is no key of this list, and has no limits', async () => {
  expect((await admin.chat(MASTER)).status).toBe(200)
  expect((await admin.call('GET', '/keys/master')).status).toBe(404)
})
