import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import { answerWhole, JSON_HEADERS } from './answers.fixture.ts'
import { asCaller, settle } from './closed-once.fixture.ts'
import { chat, configOf, heldGateway, incomingOf, keyOf, routeConfig, NO_PRICE } from './gateway.fixture.ts'
import type { Sent } from './held-ports.fixture.ts'
import { serve } from './serve.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const SECRET = 'sk-ptl-of-a-caller'
const price = (input: number) => ({ ...NO_PRICE, input: input * 1e9, output: input * 1e9 })
const place = (provider: string, input: number) => ({ provider, model: 'm', weight: 1, price: price(input) })
const NO_RETRIES = { attempts: 0, on: [429, 500, 503, 'timeout', 'network'] as const, honourRetryAfter: true }

type Behaviour = number | 'refused' | 'ok'

/** Serves one request; each provider behaves the same each time. Says who was asked, in turn. */
async function ask(
  body: JsonObject,
  behaviours: Readonly<Record<string, Behaviour>> = {},
  headers: Record<string, string> = {},
  models: readonly string[] | null = null,
) {
  const route = (targets: ReturnType<typeof place>[]) => routeConfig({ targets, retries: NO_RETRIES })
  const config = configOf({
    models: {
      smart: route([place('a', 1), place('b', 2), place('c', 3)]),
      other: route([place('c', 3)]),
      third: route([place('b', 2)]),
    },
    routeDefaults: { retries: NO_RETRIES, timeouts: routeConfig().timeouts },
  })
  const held = heldGateway(config, [keyOf(SECRET, { models })])
  const incoming = incomingOf({ ...chat(), ...body }, { headers: { ...asCaller, ...headers } })
  const serving = serve(incoming, held.gateway)
  for (let seen = 0; seen < 20; seen++) {
    await settle()
    const sent = held.network.sent[seen]
    if (sent === undefined) break
    behave(sent, behaviours[nameOf(sent)] ?? 'ok')
    await vi.advanceTimersByTimeAsync(10)
  }
  await settle()
  held.flush()
  await serving
  held.flush()
  const asked = held.network.sent.map(nameOf).join('')
  return { reply: incoming.reply, asked, sent: held.network.sent, record: held.records[0] }
}

const nameOf = ({ request }: Sent) => new URL(request.origin).hostname.slice(0, 1)

function behave(sent: Sent, behaviour: Behaviour): void {
  if (behaviour === 'ok') return answerWhole(sent)
  if (behaviour === 'refused') return sent.handler.onFailure({ type: 'network', code: 'ECONNREFUSED' })
  sent.handler.onHeaders(behaviour, JSON_HEADERS)
  sent.handler.onData(Buffer.from('{}'))
  sent.handler.onEnd()
}

describe('OpenRouter’s fields', () => {
  test.each([
    ['order', { order: ['b', 'a'] }, {}, 'b'],
    ['order, then the rest', { order: ['b'] }, { b: 503 }, 'ba'],
    ['only', { only: ['c'] }, {}, 'c'],
    ['ignore', { ignore: ['a'] }, {}, 'b'],
    ['a sort by price', { sort: 'price' }, {}, 'a'],
    ['no fallbacks', { allow_fallbacks: false }, { a: 503 }, 'a'],
    ['a price that only some keep to', { max_price: { prompt: 2.5 }, order: ['c', 'b', 'a'] }, {}, 'b'],
  ] as const)('%s', async (_, provider, behaviours, expected) => {
    const { asked } = await ask({ provider }, behaviours)
    expect(asked).toBe(expected)
  })

  test('models are tried in turn, whatever the failure is, and never sent on', async () => {
    const { asked, sent, reply } = await ask(
      { models: ['third', 'other'], provider: { only: ['b', 'c'] } },
      { b: 503 },
    )
    expect(asked).toBe('bc')
    expect(reply.status).toBe(200)
    for (const { request } of sent) {
      const forwarded = JSON.parse(request.body.toString())
      expect(Object.keys(forwarded)).toEqual(['model', 'messages'])
    }
  })

  test('what no target fulfils is refused, with the filters that were in the way', async () => {
    const { reply } = await ask({ provider: { max_price: { prompt: 0.5 } } })
    expect(reply.status).toBe(403)
    expect(reply.body).toContain('max-price')
  })

  test('what makes no sense is refused by name', async () => {
    expect((await ask({ provider: { sort: 'beauty' } })).reply.body).toContain('provider.sort')
    expect((await ask({ models: 'other' })).reply.body).toContain('models must be a list')
  })

  test('a key that may not use a model in reserve is told so, and nobody is asked', async () => {
    const { reply, asked } = await ask({ models: ['other'] }, {}, {}, ['smart'])
    expect([reply.status, asked]).toEqual([403, ''])
    expect(reply.body).toContain('other')
  })
})

describe('a route of the request’s own', () => {
  const config = (value: object) => ({ 'x-portkey-config': JSON.stringify(value) })
  /** The field is Portkey's own word. */
  const rule = (query: JsonObject, name: string) =>
    JSON.parse(`{"query":${JSON.stringify(query)},"then":"${name}"}`)
  const targets = [{ provider: 'a' }, { provider: '@b' }, { provider: 'c', override_params: { model: 'n' } }]

  test('may be another by its name', async () => {
    expect((await ask({}, {}, { 'x-portolan-route': 'other' })).asked).toBe('c')
    expect((await ask({ portolan: { route: 'other' } })).asked).toBe('c')
    expect((await ask({}, {}, { 'x-portolan-route': 'none' })).reply.status).toBe(404)
  })

  test.each([500, 400, 401, 446, 408, 'refused'] as const)(
    'a fallback without statuses goes on after %s',
    async (failure) => {
      const { asked, reply } = await ask(
        { model: 'm' },
        { a: failure },
        config({ strategy: { mode: 'fallback' }, targets }),
      )
      expect([asked, reply.status]).toEqual(['ab', 200])
    },
  )

  test('one with statuses goes on after these alone', async () => {
    const fallback = config({ strategy: { mode: 'fallback', on_status_codes: [429] }, targets })
    expect((await ask({ model: 'm' }, { a: 500 }, fallback)).asked).toBe('a')
    expect((await ask({ model: 'm' }, { a: 429 }, fallback)).asked).toBe('ab')
  })

  test('one child is drawn by weight, and no other in its place', async () => {
    const balance = {
      strategy: { mode: 'loadbalance' },
      targets: [{ provider: 'a', weight: 0 }, { provider: 'b' }],
    }
    for (let round = 0; round < 5; round++)
      expect((await ask({ model: 'm' }, { b: 500 }, config(balance))).asked).toBe('b')
    const none = { strategy: { mode: 'loadbalance' }, targets: [{ provider: 'a', weight: 0 }] }
    expect((await ask({ model: 'm' }, {}, config(none))).reply.status).toBe(400)
  })

  test('conditions lead to a target by metadata, parameters and path', async () => {
    const conditional = config({
      strategy: {
        mode: 'conditional',
        conditions: [
          rule({ 'metadata.plan': { $eq: 'paid' } }, 'dear'),
          rule({ 'params.temperature': { $gt: 1 } }, 'wild'),
        ],
        default: 'usual',
      },
      targets: [
        { name: 'usual', provider: 'a' },
        { name: 'dear', provider: 'b' },
        { name: 'wild', strategy: { mode: 'fallback' }, targets: [{ provider: 'c' }, { provider: 'a' }] },
      ],
    })
    const paid = { ...conditional, 'x-portolan-metadata': '{"plan":"paid"}' }
    expect((await ask({ model: 'm' }, {}, paid)).asked).toBe('b')
    expect((await ask({ model: 'm', temperature: 1.5 }, { c: 503 }, conditional)).asked).toBe('ca')
    expect((await ask({ model: 'm' }, {}, conditional)).asked).toBe('a')
  })

  test('brings its own retries and its own time', async () => {
    const single = { targets: [{ provider: 'a' }] }
    const held = heldGateway()
    const headers = config({
      ...single,
      retry: { attempts: 2, on_status_codes: [500] },
      request_timeout: 200,
    })
    const { reply } = incomingOf({ ...chat(), model: 'm' }, { headers })
    void serve({ ...incomingOf({ ...chat(), model: 'm' }, { headers }), reply }, held.gateway)
    await settle()
    behave(held.network.last, 500)
    await vi.advanceTimersByTimeAsync(400)
    expect(held.network.sent).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(200)
    held.flush()
    await settle()
    expect(reply.body).toContain('provider_timeout')
    expect((await ask({ model: 'm' }, {}, config({ ...single, retry: { attempts: 99 } }))).reply.status).toBe(
      400,
    )
    expect((await ask({ model: 'm' }, {}, config({ ...single, request_timeout: -1 }))).reply.status).toBe(400)
  })

  test('is what the record and its decision show', async () => {
    const { record } = await ask(
      { model: 'm' },
      { a: 500 },
      config({ strategy: { mode: 'fallback' }, targets }),
    )
    expect(record?.decision?.candidates.map(({ target }) => target)).toEqual(['a/m', 'b/m', 'c/n'])
    expect(record?.target).toBe('b/m')
  })
})
