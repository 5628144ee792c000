import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerWhole, chunks, completion, SSE_HEADERS } from './answers.fixture.ts'
import { chat, configOf, heldGateway, incomingOf, routeConfig } from './gateway.fixture.ts'
import { HeldReply } from './held-ports.fixture.ts'
import { readOptions } from './options.ts'
import { NO_ROUTING } from './routing-fields.ts'
import { planRequest, takeTurn } from './plan-request.ts'
import { begin, serve } from './serve.ts'
import { asCaller, expectClosedOnce, oneAtATime, settle } from './closed-once.fixture.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

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

test('to plan changes nothing, so that it can be explained; a request takes its turn', async () => {
  const { gateway } = heldGateway()
  const route = gateway.snapshot().routes.get('smart')
  if (route === undefined) throw new Error('There is no route.')
  const incoming = incomingOf(chat())
  const exchange = begin(incoming, gateway)
  const asked = {
    bytes: Buffer.alloc(0),
    body: chat(),
    request: incoming.dialect.parse(chat()),
    options: readOptions({}, {}),
    routing: NO_ROUTING,
  }
  const plan = () =>
    planRequest(
      {
        exchange,
        asked,
        resolved: { route, tree: null, auto: null },
        random: () => 0,
        pin: null,
        path: null,
      },
      gateway,
    )
  expect(plan()).toEqual(plan())
  expect(gateway.snapshot().turns.size).toBe(0)
  takeTurn(exchange, route)
  takeTurn(exchange, { ...route, name: 'of no file' })
  expect([...gateway.snapshot().turns]).toEqual([['smart', 1]])
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
