import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, asText, MASTER, startAdmin } from './admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
  const { body } = await admin.call('POST', '/keys', { name: 'reader' })
  for (const [key, model] of [
    [MASTER, 'smart'],
    [MASTER, 'smart'],
    [asText(body.key), 'smart'],
    [MASTER, 'up/error-400'],
    [MASTER, 'up/unheard-of'],
  ] as const)
    await (await admin.chat(key, { model })).text()
})
afterAll(() => admin.close())

const FIGURES = [
  'requests',
  'errors',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'reasoning_tokens',
  'cost',
  'billed',
  'saved',
]

test('one row for everything adds up to the records', async () => {
  const { status, body, data } = await admin.call('GET', '/usage')
  const records = (await admin.call('GET', '/exchanges')).data
  const nanos = records.reduce((sum, { cost_nanos }) => sum + Number(cost_nanos ?? 0), 0)
  expect(status).toBe(200)
  expect(body.next_cursor).toBeNull()
  expect(data).toHaveLength(1)
  expect(Object.keys(data[0] ?? {})).toEqual(expect.arrayContaining(FIGURES))
  expect(data[0]).toMatchObject({
    requests: 5,
    errors: records.filter(({ error_code }) => error_code !== null).length,
    cost_nanos: String(nanos),
    cost: nanos / 1e9,
    saved: null,
    unpriced: records.filter(({ cost }) => cost === null).length,
  })
})

test('groups stand beside the figures, under their own names', async () => {
  const today = new Date().toISOString().slice(0, 10)
  const { data } = await admin.call('GET', '/usage?group_by=key,day')
  expect(data).toHaveLength(2)
  expect(data).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: 'master', day: today, requests: 4 }),
      expect.objectContaining({ day: today, requests: 1 }),
    ]),
  )
  const byModel = (await admin.call('GET', '/usage?group_by=model')).data
  expect(byModel).toContainEqual(expect.objectContaining({ model: 'lorem', requests: 3, errors: 0 }))
})

test('times bound it', async () => {
  expect((await admin.call('GET', '/usage?since=2099-01-01')).data).toMatchObject([{ requests: 0, cost: 0 }])
  expect((await admin.call('GET', '/usage?group_by=model&until=2020-01-01')).data).toEqual([])
})

test.each([
  ['group_by=modle', 'group_by', 'invalid_request'],
  ['since=x', 'since', 'invalid_request'],
  ['untl=2020-01-01', 'untl', 'invalid_request'],
])('?%s is refused by name', async (query, param, code) => {
  const { status, body } = await admin.call('GET', `/usage?${query}`)
  expect(status).toBe(400)
  expect(body.error).toMatchObject({ param, code })
})
