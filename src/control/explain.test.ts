import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../routing/random.ts'
import { type Admin, MASTER, startAdmin } from './admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
  const place = (model: string, weight: number) => ({ provider: 'up', model, weight })
  const places = [place('echo', 3), place('lorem', 1), place('vision', 2)]
  const route = (strategy: string) => ({ targets: places, strategy })
  const answer = await admin.call('PUT', '/config', {
    ...JSON.parse(admin.document()),
    models: Object.fromEntries(STRATEGIES.map((strategy) => [`by-${strategy}`, route(strategy)])),
  })
  expect(answer.status).toBe(200)
})
afterAll(() => admin.close())

/** Those that have nothing to go by but the request, its seed and its turn: what is measured moves between calls. */
const STRATEGIES = ['order', 'weighted', 'balanced', 'price', 'sticky', 'quality']

const say = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: 'user', content: 'Hi' }],
  ...more,
})

describe('what is explained', () => {
  test('is what is then done, for a thousand requests with a seed, and calls nobody', async () => {
    const random = seededRandom('explain')
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
    const before = admin.simulator.stats().requests
    for (let round = 0; round < 1_000; round++) {
      const portolan = { seed: `seed-${round}`, session: pick(['s1', 's2', 's3', 's4']) }
      const body = say(`by-${pick(STRATEGIES)}`, { portolan })
      const explained = await admin.call('POST', '/route/explain', body)
      expect(explained.status).toBe(200)
      const answer = await fetch(`${admin.app.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${MASTER}` },
        body: JSON.stringify(body),
      })
      await answer.arrayBuffer()
      expect(answer.headers.get('x-portolan-target')).toBe(explained.body.target)
      const id = answer.headers.get('x-request-id')
      if (round % 50 > 0) continue
      const { body: record } = await admin.call('GET', `/exchanges/${id}`)
      const { id: _, ...decided } = record.decision as Record<string, unknown>
      const { id: __, ...expected } = explained.body.decision as Record<string, unknown>
      expect(decided).toEqual(expected)
    }
    expect(admin.simulator.stats().requests - before).toBe(1_000)
  })

  test('says what would be refused, and why', async () => {
    const answer = await admin.call(
      'POST',
      '/route/explain',
      say('by-order', { portolan: { pin: 'up/none' } }),
    )
    expect(answer.body).toMatchObject({ target: null, error: 'no_target_allowed', order: [] })
    // As the schema has it.
    const { candidates } = answer.body.decision as { candidates: readonly { removed_by: string }[] }
    expect(candidates.map(({ removed_by }) => removed_by)).toEqual(['pin', 'pin', 'pin'])
    expect(await admin.call('POST', '/route/explain', say('nothing'))).toMatchObject({ status: 404 })
    expect(await admin.call('POST', '/route/explain', say('by-order', { temperature: 'hot' }))).toMatchObject(
      {
        status: 400,
      },
    )
  })

  test('takes Anthropic’s requests by their path, their header or their form', async () => {
    const body = { model: 'by-order', max_tokens: 9, system: 'Be brief.', messages: say('x').messages }
    expect((await admin.call('POST', '/route/explain', body)).body).toMatchObject({ target: 'up/echo' })
    expect((await admin.call('POST', '/route/explain?path=/v1/messages', body)).status).toBe(200)
    const { max_tokens: _, ...without } = body
    expect((await admin.call('POST', '/route/explain?path=/v1/messages', without)).status).toBe(400)
    expect((await admin.call('POST', '/route/explain?path=/v1/chat/completions', without)).status).toBe(200)
  })

  test('is asked as a key, with its permissions and its budgets', async () => {
    const key = { name: 'k', models: ['by-order'], budgets: [{ usd: 5, window: 'day' }] }
    const { body } = await admin.call('POST', '/keys', key)
    const asKey = (model: string) =>
      admin.call('POST', `/route/explain?key_id=${String(body.id)}`, say(model))
    expect((await asKey('by-order')).body).toMatchObject({ budgets: [{ usd: 5, spent: 0, window: 'day' }] })
    expect((await asKey('by-price')).status).toBe(403)
    expect((await admin.call('POST', '/route/explain?key_id=key_none', say('by-order'))).status).toBe(404)
  })
})

test('a decision can be pinned: the same target or an error', async () => {
  const targets = new Set<string | null>()
  const ask = (headers: Record<string, string>) =>
    fetch(`${admin.app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${MASTER}`, ...headers },
      body: JSON.stringify(say('by-weighted')),
    })
  const first = await ask({ 'x-portolan-seed': 'any' })
  await first.arrayBuffer()
  const pin = first.headers.get('x-portolan-decision') ?? ''
  for (let round = 0; round < 20; round++) {
    const answer = await ask({ 'x-portolan-pin': pin })
    await answer.arrayBuffer()
    targets.add(answer.headers.get('x-portolan-target'))
  }
  expect([...targets]).toEqual([first.headers.get('x-portolan-target')])
  expect((await ask({ 'x-portolan-pin': 'dec_nobodyknows' })).status).toBe(404)
})

test.each([
  ['/v1beta/models/up%2Fecho:generateContent', { contents: [{ parts: [{ text: 'Hi' }] }] }, 'up'],
  ['/v1beta/models/by-order:generateContent', { contents: [{ parts: [{ text: 'Hi' }] }] }, 'up'],
  ['/v1/completions', { model: 'by-order', prompt: 'Hi' }, 'up'],
])('a request to %s is read as one', async (path, body, provider) => {
  const answer = await admin.call('POST', `/route/explain?path=${encodeURIComponent(path)}`, body)
  expect(answer).toMatchObject({ status: 200, body: { provider } })
})
