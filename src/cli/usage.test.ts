import { afterAll, expect, test } from 'vitest'
import { parseJsonObject } from '../core/json.ts'
import { ask } from '../../test/support/ask.ts'
import { startTestGateway } from '../../test/support/test-gateway.ts'
import { runWith } from './run.fixture.ts'

const price = { input: 1_000, output: 1_000 }
const gateway = await startTestGateway({
  config: { models: { priced: { targets: [{ provider: 'openai', model: 'echo', price }] } } },
})
afterAll(() => gateway.close())

const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }
const usage = (...argv: string[]) => runWith(['usage', ...argv], { env })

test('nothing asked is said in words', async () => {
  expect(await usage()).toEqual({ code: 0, out: 'There are no requests in that time.\n', err: '' })
})

test('rows by group and a total, in which an unknown cost is unknown', async () => {
  const call = (model: string, tags = '') =>
    ask(gateway.url, {
      dialect: 'openai',
      key: gateway.masterKey,
      model,
      stream: false,
      headers: { 'x-portolan-tags': tags },
    })
  for (const tags of ['red', 'red,blue']) expect((await call('priced', tags)).status).toBe(200)
  expect((await call('compatible/lorem')).status).toBe(200)

  const { out } = await usage('--by', 'provider')
  const [titles, ...rows] = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/))
  expect(titles?.slice(0, 4)).toEqual(['PROVIDER', 'REQUESTS', 'ERRORS', 'INPUT'])
  expect(Object.fromEntries(rows)).toEqual({ compatible: '1', openai: '2', total: '3' })
  const costs = Object.fromEntries(rows.map((row) => [row[0], row.at(-1)]))
  expect(costs.compatible).toBe('unknown (1 request)')
  expect(costs.openai).toMatch(/^\$0\.\d+$/)
  expect(costs.total).toBe(`${costs.openai} + unknown (1 request)`)

  const both = (await usage('--by', 'model,provider')).out
  expect(both).toMatch(/^MODEL +PROVIDER +REQUESTS /)
  expect(both).toMatch(/^total +3 /m)

  const tagged = parseJsonObject((await usage('--by', 'tag', '--json')).out)
  expect(tagged).toMatchObject({
    data: expect.arrayContaining([
      expect.objectContaining({ tag: 'red', requests: 2 }),
      expect.objectContaining({ tag: 'blue', requests: 1 }),
    ]),
    total: { requests: 3, unpriced: 1 },
  })
  expect((await usage('--until', '1h')).out).toContain('no requests')
  expect((await usage('--since', '1h')).out).toContain('total')
})

test('a group that there is not is refused by name', async () => {
  const { code, out, err } = await usage('--by', 'colour')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('group_by')
})
