import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import {
  answerWhole,
  chat,
  chunks,
  completion,
  configOf,
  heldGateway,
  HeldReply,
  type HeldGateway,
  incomingOf,
  JSON_HEADERS,
  keyOf,
  routeConfig,
  SSE_HEADERS,
} from './gateway.fixture.ts'
import { serve } from './serve.ts'

const SECRET = 'sk-ptl-of-a-caller'
const asCaller = { authorization: `Bearer ${SECRET}` }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets everything run that waits for no timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

/** One key that may have one request at a time: a reservation that is not given back is a refusal of the next. */
function oneAtATime(config = configOf()): HeldGateway {
  return heldGateway(config, [keyOf(SECRET, { limits: { concurrency: 1 } })])
}

async function expectClosedOnce(held: HeldGateway, serving: Promise<void>): Promise<void> {
  await serving
  held.flush()
  expect(held.records.length).toBe(1)
  expect(held.gateway.books.openCount).toBe(0)
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1) // A finished stream lingers for its connection's sake.
  await vi.advanceTimersByTimeAsync(10_000)
  expect(vi.getTimerCount()).toBe(0)
  const next = incomingOf(chat(), { headers: asCaller })
  const serves = serve(next, held.gateway)
  await settle()
  answerWhole(held.network.last)
  await serves
  held.flush()
  expect(next.reply.status).toBe(200)
}

test('a whole answer reaches its caller after it is in the books', async () => {
  const held = oneAtATime()
  const { gateway, network, records, flush } = held
  const incoming = incomingOf(chat(), { headers: asCaller })
  const serving = serve(incoming, gateway)
  await settle()
  answerWhole(network.last)
  await serving
  expect(incoming.reply.state).toBe('new')
  flush()
  expect(incoming.reply).toMatchObject({ state: 'ended', status: 200, body: completion().toString() })
  expect(records[0]).toMatchObject({ status: 200, target: 'a/m', usage: { inputTokens: 5, outputTokens: 3 } })
})

test('the end of a stream waits for the books, its beginning does not', async () => {
  const { gateway, network, flush } = heldGateway()
  const incoming = incomingOf(chat({ stream: true }))
  const serving = serve(incoming, gateway)
  await settle()
  network.last.handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks('Hi')) network.last.handler.onData(chunk)
  await serving
  expect(incoming.reply.state).toBe('begun')
  expect(incoming.reply.body).toContain('"H"')
  expect(incoming.reply.body).not.toContain('[DONE]')
  flush()
  expect(incoming.reply.state).toBe('ended')
  expect(incoming.reply.body.endsWith('data: [DONE]\n\n')).toBe(true)
})

/** Every moment at which a caller can leave, as a step to take before he does. */
const MOMENTS: Readonly<Record<string, (held: HeldGateway, body: JsonObject) => Promise<void>>> = {
  'before anything was sent to a provider': async () => {},
  'while the provider is silent': settle,
  'after the head of the answer': async ({ network }) => {
    await settle()
    network.last.handler.onHeaders(200, SSE_HEADERS)
  },
  'after the commit': async ({ network }) => {
    await settle()
    network.last.handler.onHeaders(200, SSE_HEADERS)
    for (const chunk of chunks().slice(0, 4)) network.last.handler.onData(chunk)
  },
  'after the end, before the books are closed': async ({ network }) => {
    await settle()
    network.last.handler.onHeaders(200, SSE_HEADERS)
    for (const chunk of chunks()) network.last.handler.onData(chunk)
    await settle()
  },
  'in the middle of a failed reply': async ({ network }) => {
    await settle()
    network.last.handler.onHeaders(500, JSON_HEADERS)
    network.last.handler.onData(Buffer.from('{"error":'))
  },
  'during the backoff': async ({ network }) => {
    await settle()
    answerWhole(network.last, Buffer.from('{}'), 500)
    await settle()
  },
  'between two attempts': async ({ network }) => {
    await settle()
    answerWhole(network.last, Buffer.from('{}'), 500)
    await vi.advanceTimersByTimeAsync(1_000)
    network.last.handler.onFailure({ type: 'network', code: 'ECONNRESET' })
  },
}

test.each(Object.entries(MOMENTS))(
  'a caller who leaves %s is out, and his books are closed once',
  async (_, step) => {
    const held = oneAtATime()
    const body = chat({ stream: true })
    const incoming = incomingOf(body, { headers: asCaller })
    const serving = serve(incoming, held.gateway)
    await step(held, body)
    const sentBefore = held.network.sent.length
    incoming.reply.leave()
    await settle()
    expect(held.network.sent.length).toBe(sentBefore)
    await expectClosedOnce(held, serving)
    expect(held.logged.filter(({ level }) => level === 'error')).toEqual([])
  },
)

test('a caller who leaves in the middle of an answer is charged for what there was, as 499', async () => {
  const held = oneAtATime()
  const incoming = incomingOf(chat({ stream: true }), { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  held.network.last.handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks('A long answer').slice(0, 8)) held.network.last.handler.onData(chunk)
  incoming.reply.leave()
  expect(held.network.last.isAborted).toBe(true)
  await expectClosedOnce(held, serving)
  expect(held.records[0]).toMatchObject({
    status: 499,
    errorCode: 'client_closed_request',
    usageSource: 'estimated',
    attempts: [{ code: 'client_closed_request' }],
  })
  expect(held.records[0]?.usage?.outputTokens).toBeGreaterThan(0)
  expect(held.gateway.health.report('a/m', 0).errors).toBe(0)
})

test('a caller who leaves while his key is looked up costs nothing and leaves nothing', async () => {
  let find = () => {}
  const waiting = new Promise<void>((resolve) => {
    find = resolve
  })
  const { gateway, network, records } = heldGateway(configOf(), [keyOf(SECRET)], () => waiting)
  const incoming = incomingOf(chat(), { headers: asCaller })
  const serving = serve(incoming, gateway)
  incoming.reply.leave()
  find()
  await serving
  expect(network.sent).toEqual([])
  expect(records).toEqual([])
  expect(gateway.underway.size).toBe(0)
})

test('a caller who does not read is not the fault of the provider, and is let go', async () => {
  const held = oneAtATime()
  const incoming = incomingOf(chat({ stream: true }), { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  const { network } = held
  network.last.handler.onHeaders(200, SSE_HEADERS)
  incoming.reply.isFull = true
  for (const chunk of chunks().slice(0, 3)) network.last.handler.onData(chunk)
  expect(network.last.isPaused).toBe(true)
  await vi.advanceTimersByTimeAsync(9_999)
  incoming.reply.drain()
  expect(network.last.isPaused).toBe(false)
  incoming.reply.isFull = true
  network.last.handler.onData(chunks()[3] ?? Buffer.alloc(0))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(incoming.reply.state).toBe('destroyed')
  await expectClosedOnce(held, serving)
  expect(held.records[0]).toMatchObject({ status: 499, errorCode: 'client_closed_request' })
  expect(held.gateway.health.report('a/m', 0).errors).toBe(0)
})

test('a stream that breaks after its first token ends in an error and no normal end', async () => {
  const held = oneAtATime()
  const incoming = incomingOf(chat({ stream: true }), { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  held.network.last.handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks().slice(0, 4)) held.network.last.handler.onData(chunk)
  held.network.last.handler.onFailure({ type: 'network', code: 'ECONNRESET' })
  await expectClosedOnce(held, serving)
  expect(incoming.reply.state).toBe('ended')
  expect(incoming.reply.body).toContain('stream_interrupted')
  expect(incoming.reply.body).not.toContain('[DONE]')
  expect(held.records[0]).toMatchObject({ status: 200, errorCode: 'stream_interrupted' })
})

test('a stream that is cut after any byte is closed once, and never looks whole', async () => {
  const stream = Buffer.concat(chunks('ab'))
  for (let cut = 0; cut < stream.length - 1; cut += 7) {
    const { gateway, network, records, flush } = heldGateway(
      configOf({
        models: { smart: routeConfig({ retries: { attempts: 0, on: [], honourRetryAfter: true } }) },
      }),
    )
    const incoming = incomingOf(chat({ stream: true }))
    const serving = serve(incoming, gateway)
    await settle()
    network.last.handler.onHeaders(200, SSE_HEADERS)
    network.last.handler.onData(stream.subarray(0, cut))
    network.last.handler.onFailure({ type: 'network', code: 'ECONNRESET' })
    await serving
    flush()
    expect(records.length).toBe(1)
    expect(gateway.books.openCount).toBe(0)
    expect(incoming.reply.state).toBe('ended')
    expect(incoming.reply.body).not.toContain('[DONE]')
  }
})

test('what comes after the end of an answer changes nothing', async () => {
  const held = oneAtATime()
  const incoming = incomingOf(chat({ stream: true }), { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  const { handler } = held.network.last
  handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks()) handler.onData(chunk)
  handler.onData(Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"more"}}]}\n\n'))
  handler.onFailure({ type: 'network', code: 'ECONNRESET' })
  await expectClosedOnce(held, serving)
  expect(incoming.reply.body).not.toContain('more')
  expect(held.records[0]).toMatchObject({ status: 200, errorCode: null })
})

test('an interrupted exchange ends at once, with an error and its books closed', async () => {
  const held = oneAtATime()
  const incoming = incomingOf(chat({ stream: true }), { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  held.network.last.handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks().slice(0, 4)) held.network.last.handler.onData(chunk)
  for (const exchange of held.gateway.underway) exchange.interrupt?.()
  await expectClosedOnce(held, serving)
  expect(incoming.reply.body).toContain('shutting_down')
  expect(held.gateway.health.report('a/m', 0).errors).toBe(0)
})

test.each([
  ['half a surrogate pair', '\ud800'],
  ['a line break', 'm\r\nset-cookie: x'],
  ['another script', '模型'],
])('a model name with %s harms neither the reply nor the process', async (_, name) => {
  const { gateway, network, flush, logged } = heldGateway()
  const incoming = incomingOf(chat({ model: `a/${name}` }))
  const serving = serve(incoming, gateway)
  await settle()
  answerWhole(
    network.last,
    Buffer.from(JSON.stringify({ ...JSON.parse(completion().toString()), model: name })),
  )
  await serving
  flush()
  expect(incoming.reply.status).toBe(200)
  expect(logged.filter(({ level }) => level === 'error')).toEqual([])
  for (const value of Object.values(incoming.reply.headers)) expect(String(value)).toMatch(/^[\x20-\x7e]*$/)
})

test('a fault of our own is logged, told as ours, and closes the books', async () => {
  const held = oneAtATime()
  const [target] = held.gateway.snapshot().routes.get('smart')?.targets ?? []
  if (target === undefined) throw new Error('There is no target.')
  const decodeBody = () => {
    throw new TypeError('a bug in a decoder')
  }
  Object.assign(target, { provider: { ...target.provider, decodeBody } })
  const incoming = incomingOf(chat(), { headers: asCaller })
  const serving = serve(incoming, held.gateway)
  await settle()
  answerWhole(held.network.last)
  await serving
  held.flush()
  expect(incoming.reply.status).toBe(500)
  expect(JSON.parse(incoming.reply.body)).toMatchObject({ error: { code: 'internal' } })
  expect(incoming.reply.body).not.toContain('decoder')
  expect(held.records).toMatchObject([
    { status: 500, errorCode: 'internal', attempts: [{ code: 'internal' }] },
  ])
  expect(
    held.logged.some(({ level, fields }) => level === 'error' && fields?.error instanceof TypeError),
  ).toBe(true)
  expect(held.gateway.health.report('a/m', 0)).toMatchObject({ errors: 0 })
  expect(vi.getTimerCount()).toBe(0)
})

test('counting tokens takes no turn from the requests of a round robin', async () => {
  const { planFor, begin } = await import('./serve.ts')
  const { gateway } = heldGateway()
  const { readOptions } = await import('./options.ts')
  const route = gateway.snapshot().routes.get('smart')
  if (route === undefined) throw new Error('There is no route.')
  const ask = (operation: 'chat' | 'count-tokens') => {
    const incoming = { ...incomingOf(chat()), operation }
    const request = incoming.dialect.parse(chat())
    const asked = { bytes: Buffer.alloc(0), body: chat(), request, options: readOptions({}, {}) }
    planFor(begin(incoming, gateway), asked, route, () => 0, gateway)
  }
  for (const operation of ['count-tokens', 'chat', 'count-tokens', 'count-tokens', 'chat'] as const)
    ask(operation)
  expect(gateway.snapshot().turns.get('smart')).toBe(2)
})

test('the store knows no key and no turn of models that callers make up', async () => {
  const { gateway, network } = heldGateway()
  for (let model = 0; model < 50; model++) {
    const incoming = incomingOf(chat({ model: `a/${model}` }), { reply: new HeldReply() })
    const serving = serve(incoming, gateway)
    await settle()
    answerWhole(network.last)
    await serving
  }
  expect(gateway.snapshot().turns.size).toBe(0)
})
