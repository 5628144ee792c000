import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RouteConfig } from '../config/config.ts'
import type { JsonObject } from '../core/json.ts'
import { ATTEMPTS_MAX } from '../routing/backoff.ts'
import { answerWhole, chunks, SSE_HEADERS } from './answers.fixture.ts'
import { chat, configOf, heldGateway, type HeldGateway, incomingOf, routeConfig } from './gateway.fixture.ts'
import { type Sent } from './held-ports.fixture.ts'
import { serve } from './serve.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What the provider of each request does; a list is used up from its front, and its last entry holds from then on. */
type Behaviour = (sent: Sent) => void

const fail =
  (status: number, body = '{}', headers: Record<string, string> = {}): Behaviour =>
  ({ handler }) => {
    handler.onHeaders(status, { 'content-type': 'application/json', ...headers })
    handler.onData(Buffer.from(body))
    handler.onEnd()
  }
const answer: Behaviour = (sent) => answerWhole(sent)
const reset: Behaviour = ({ handler }) => handler.onFailure({ type: 'network', code: 'ECONNRESET' })
const silence: Behaviour = () => {}

function gatewayOf(route: Partial<RouteConfig>, others: Record<string, RouteConfig> = {}): HeldGateway {
  return heldGateway(configOf({ models: { smart: routeConfig(route), ...others } }))
}

function places(...names: readonly string[]): RouteConfig['targets'] {
  return names.map((provider) => ({ provider, model: 'm', weight: 1, price: null }))
}

const NO_RETRIES = { retries: { ...routeConfig().retries, attempts: 0 } }

/** Serves one request; each provider behaves by its list. Resolves when the caller has his answer. */
async function run(
  { gateway, network, flush }: HeldGateway,
  behaviours: Readonly<Record<string, readonly Behaviour[]>>,
  {
    body = chat(),
    headers = {},
  }: { readonly body?: JsonObject; readonly headers?: Record<string, string> } = {},
) {
  const incoming = incomingOf(body, { headers })
  const state = { isDone: false }
  const serving = serve(incoming, gateway).then(() => {
    state.isDone = true
  })
  const counts = new Map<string, number>()
  let seen = 0
  const startedAtMs = performance.now()
  for (let turn = 0; turn < 4_000 && !state.isDone; turn++) {
    for (; seen < network.sent.length; seen++) {
      const sent = network.sent[seen] as Sent // The loop's condition.
      const name = new URL(sent.request.origin).hostname.slice(0, 1)
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      const list = behaviours[name] ?? []
      const behave = list[Math.min(count, list.length - 1)]
      behave?.(sent)
    }
    await vi.advanceTimersByTimeAsync(50)
  }
  await serving
  const tookMs = performance.now() - startedAtMs
  flush()
  const order = network.sent.map(({ request }) => new URL(request.origin).hostname.slice(0, 1)).join('')
  return { reply: incoming.reply, order, tookMs }
}

test('a target that fails early is tried again, and then replaced unseen', async () => {
  const held = gatewayOf({ targets: places('a', 'b') })
  const { reply, order } = await run(held, { a: [fail(500)], b: [answer] })
  expect(order).toBe('aab')
  expect(reply).toMatchObject({
    status: 200,
    headers: { 'x-portolan-provider': 'b', 'x-portolan-attempts': 3 },
  })
  expect(held.records[0]?.attempts.map(({ status, code }) => [status, code])).toEqual([
    [500, 'provider_error'],
    [500, 'provider_error'],
    [200, null],
  ])
})

test('a failure that is the caller’s own is shown at once', async () => {
  const { reply, order } = await run(gatewayOf({ targets: places('a', 'b') }), {
    a: [fail(400, '{"error":{"message":"temperature must be below 2"}}')],
  })
  expect(order).toBe('a')
  expect(reply.status).toBe(400)
  expect(reply.body).toContain('temperature must be below 2')
})

test('a full provider is not waited for while another may have room', async () => {
  const { order, tookMs } = await run(gatewayOf({ targets: places('a', 'b') }), {
    a: [fail(429, '{}', { 'retry-after': '10' })],
    b: [answer],
  })
  expect(order).toBe('ab')
  expect(tookMs).toBeLessThan(1_000)
})

test('a full provider that is alone is waited for as long as it says', async () => {
  const { reply, tookMs } = await run(gatewayOf({}), { a: [fail(429, '{}', { 'retry-after': '3' }), answer] })
  expect(reply.status).toBe(200)
  expect(tookMs).toBeGreaterThanOrEqual(3_000)
})

test('the wait between attempts is not counted as the gateway’s own', async () => {
  const held = gatewayOf({})
  await run(held, { a: [fail(429, '{}', { 'retry-after': '3' }), answer] })
  expect(held.records[0]?.overheadMs).toBeLessThan(100)
  expect(held.records[0]?.durationMs).toBeGreaterThanOrEqual(3_000)
})

test('a redirect, an empty success and a success that is no JSON are failures of the provider', async () => {
  for (const behaviour of [
    fail(302, ''),
    fail(204, ''),
    fail(200, '<html>'),
    fail(304, ''),
    fail(200, '[]'),
  ]) {
    const { reply, order } = await run(gatewayOf({ targets: places('a', 'b'), ...NO_RETRIES }), {
      a: [behaviour],
      b: [answer],
    })
    expect([order, reply.status]).toEqual(['ab', 200])
  }
})

test('a failed reply without an end is read so far and no further', async () => {
  const held = gatewayOf(NO_RETRIES)
  const { reply } = await run(held, {
    a: [
      ({ handler }) => {
        handler.onHeaders(500, {})
        for (let piece = 0; piece < 100; piece++) handler.onData(Buffer.alloc(1_024, 'x'))
      },
    ],
  })
  expect(reply.status).toBe(502)
  expect(held.network.last.isAborted).toBe(true)
})

test('no exchange makes more attempts than the cap, whatever the route adds up to', async () => {
  const retries = { ...routeConfig().retries, attempts: 5 }
  const held = gatewayOf({ targets: places('a', 'b', 'c'), retries })
  const { reply, order } = await run(held, { a: [fail(500)], b: [reset], c: [fail(503)] })
  expect(order).toBe('aaabbbcc')
  expect(order.length).toBe(ATTEMPTS_MAX)
  expect(reply.status).toBe(502)
  expect(JSON.parse(reply.body).error).toMatchObject({ code: 'all_targets_failed' })
})

test('one kind of failure is shown as what it is', async () => {
  const { reply } = await run(gatewayOf({ targets: places('a', 'b'), ...NO_RETRIES }), {
    a: [fail(503)],
    b: [fail(503)],
  })
  expect(JSON.parse(reply.body).error).toMatchObject({ code: 'provider_overloaded' })
})

const TOO_LONG = fail(400, '{"error":{"message":"too long","code":"context_length_exceeded"}}')

test('a context that is too long goes to the models named for it, each of them once', async () => {
  const big = routeConfig({ targets: places('b', 'c') })
  const fallbacksOn = { contextLength: ['big'], contentPolicy: [] }
  const held = gatewayOf({ fallbacksOn }, { big })
  expect((await run(held, { a: [TOO_LONG], b: [TOO_LONG], c: [answer] })).order).toBe('abc')
  const none = gatewayOf({ fallbacksOn }, { big })
  const { reply, order } = await run(none, { a: [TOO_LONG], b: [TOO_LONG], c: [TOO_LONG] })
  expect(order).toBe('abc')
  expect(JSON.parse(reply.body).error).toMatchObject({ code: 'context_length_exceeded' })
})

test('a silent target is given up after its time, and counts as ill', async () => {
  const held = gatewayOf({ targets: places('a', 'b') })
  const { reply, order, tookMs } = await run(
    held,
    { a: [silence], b: [({ handler }) => stream(handler)] },
    { body: chat({ stream: true }) },
  )
  expect([order, reply.status]).toEqual(['ab', 200])
  expect(tookMs).toBeGreaterThanOrEqual(5_000)
  expect(held.network.sent[0]?.isAborted).toBe(true)
  expect(held.gateway.health.report('a/m', 0).errors).toBe(1)
})

function stream(handler: Sent['handler']): void {
  handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks('Hi')) handler.onData(chunk)
  handler.onEnd()
}

test.each([
  ['a deadline', { 'x-portolan-deadline-ms': '100' }, 'deadline_exceeded'],
  ['a wait for the first token', { 'x-portolan-ttft-ms': '100' }, 'provider_timeout'],
])('%s of the caller’s own says nothing about the target', async (_, headers, code) => {
  const held = gatewayOf(NO_RETRIES)
  for (let round = 0; round < 5; round++) {
    const { reply } = await run(held, { a: [silence] }, { body: chat({ stream: true }), headers })
    expect(JSON.parse(reply.body).error).toMatchObject({ code })
    expect(reply.status).toBe(504)
  }
  expect(held.gateway.health.report('a/m', Date.now())).toMatchObject({
    errors: 0,
    standing: { type: 'ready' },
  })
})

test('a deadline that passes in the middle of a stream ends it as that, and blames nobody', async () => {
  const held = gatewayOf({})
  const trickle: Behaviour = ({ handler }) => {
    handler.onHeaders(200, SSE_HEADERS)
    for (const chunk of chunks().slice(0, 4)) handler.onData(chunk)
  }
  const { reply } = await run(
    held,
    { a: [trickle] },
    { body: chat({ stream: true }), headers: { 'x-portolan-deadline-ms': '400' } },
  )
  expect(reply.body).toContain('deadline_exceeded')
  expect(held.gateway.health.report('a/m', 0).errors).toBe(0)
})

test('a wait that would outlast the deadline is not begun', async () => {
  const { reply, tookMs } = await run(
    gatewayOf({}),
    { a: [fail(429, '{}', { 'retry-after': '10' })] },
    { headers: { 'x-portolan-deadline-ms': '5000' } },
  )
  expect(tookMs).toBeLessThan(1_000)
  expect([reply.status, reply.headers['retry-after']]).toEqual([429, 10])
})

test('a request that the network refuses at once is a failure like any other', async () => {
  const held = gatewayOf({ targets: places('a', 'b'), ...NO_RETRIES })
  const send = held.network.send.bind(held.network)
  held.network.send = (request, handler) => {
    const exchange = send(request, handler)
    if (request.origin.includes('//a.')) handler.onFailure({ type: 'network', code: 'UND_ERR_INVALID_ARG' })
    return exchange
  }
  const { reply, order } = await run(held, { b: [answer] })
  expect([order, reply.status]).toEqual(['ab', 200])
  expect(vi.getTimerCount()).toBe(0)
})
