import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, asText, MASTER, startAdmin } from '../admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

const inSession = (session: string) => ({ portolan: { session } })

test('a budget of every session holds for each by itself, and shows what one has left', async () => {
  const { status, body } = await admin.call('POST', '/budgets', { scope: 'session', calls: 2 })
  expect(status).toBe(201)
  const id = asText(body.id)
  expect(body).toMatchObject({
    scope: 'session',
    match: null,
    calls: 2,
    source: 'api',
    spent: null,
    left: null,
  })
  const ask = async (session: string) => (await admin.chat(MASTER, inSession(session))).status
  expect([await ask('one'), await ask('one'), await ask('one'), await ask('two')]).toEqual([
    200, 200, 429, 200,
  ])
  const shown = await admin.call('GET', `/budgets/${id}?scope_id=one`)
  expect(shown.body).toMatchObject({ spent: 2, left: 0, renews_at: null })
  const listed = await admin.call('GET', '/budgets?scope_id=two')
  expect(listed.data.find((one) => one.id === id)).toMatchObject({ spent: 1, left: 1 })

  const increase = { calls: 1, until: '2099-01-01' }
  const changed = await admin.call('PATCH', `/budgets/${id}`, { increase })
  expect(changed.body).toMatchObject({ calls: 2, increase: { calls: 1 } })
  expect([await ask('one'), await ask('one')]).toEqual([200, 429])
  await admin.restart()
  expect(await ask('one')).toBe(429)
  expect((await admin.call('DELETE', `/budgets/${id}`)).body).toEqual({ id, deleted: true })
  expect(await ask('one')).toBe(200)
})

test('what is paused stays so over a restart, until it is resumed', async () => {
  const fields = { scope: 'tag', match: ['run-*'], calls: 1, on_exhausted: 'pause' }
  const id = asText((await admin.call('POST', '/budgets', fields)).body.id)
  const ask = async () => (await admin.chat(MASTER, { portolan: { tags: ['run-7'] } })).status
  expect([await ask(), await ask()]).toEqual([200, 429])
  await admin.call('PATCH', `/budgets/${id}`, { calls: 5 })
  expect(await ask()).toBe(429)
  await admin.restart()
  expect(await ask()).toBe(429)
  expect((await admin.call('GET', `/budgets/${id}`)).body.paused).toEqual(['run-7'])
  expect((await admin.call('POST', `/budgets/${id}/resume`)).body).toEqual({ resumed: ['run-7'] })
  expect(await ask()).toBe(200)
  await admin.call('DELETE', `/budgets/${id}`)
})

test('a rate limit of one user holds for him alone', async () => {
  const made = await admin.call('POST', '/limits', { scope: 'user', id: 'zoe', limits: { rpm: 1 } })
  expect(made.body).toMatchObject({ scope: 'user', match: ['zoe'], limits: { rpm: 1 } })
  const ask = async (user: string) => (await admin.chat(MASTER, { user })).status
  expect([await ask('zoe'), await ask('zoe'), await ask('ann')]).toEqual([200, 429, 200])
  const id = asText(made.body.id)
  expect((await admin.call('PATCH', `/limits/${id}`, { limits: { rpm: 9 } })).body.limits).toEqual({ rpm: 9 })
  expect(await ask('zoe')).toBe(200)
  await admin.call('DELETE', `/limits/${id}`)
  expect((await admin.call('GET', `/limits/${id}`)).status).toBe(404)
})

test('a share of a budget that is reached is an alert, once', async () => {
  const fields = { scope: 'user', id: 'tess', calls: 2, alert_at: [50, 80] }
  const id = asText((await admin.call('POST', '/budgets', fields)).body.id)
  for (let call = 0; call < 2; call++) await (await admin.chat(MASTER, { user: 'tess' })).text()
  const { data } = await admin.call('GET', '/alerts')
  const subject = { user: 'tess', budget: id }
  expect(data.filter(({ reason }) => reason === 'budget')).toMatchObject([
    { type: 'budget_80', subject },
    { type: 'budget_50', subject },
  ])
  await admin.call('DELETE', `/budgets/${id}`)
})

test.each([
  [{ scope: 'session' }],
  [{ scope: 'team', usd: 1 }],
  [{ scope: 'user', id: 'a', match: ['b'], usd: 1 }],
  [{ scope: 'user', usd: 1, on_exhausted: 'downgrade' }],
  [{ scope: 'provider', usd: 1, on_exhausted: 'pause' }],
  [{ scope: 'user', usd: 1, increase: { calls: 1, until: '2099-01-01' } }],
])('a budget %j is refused', async (fields) => {
  const { status, body } = await admin.call('POST', '/budgets', fields)
  expect(status).toBe(400)
  expect(body.error).toMatchObject({ code: 'invalid_request' })
})
