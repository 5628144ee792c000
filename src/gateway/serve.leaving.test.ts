import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import { answerWhole, chunks, JSON_HEADERS, SSE_HEADERS } from './answers.fixture.ts'
import { asCaller, expectClosedOnce, oneAtATime, settle } from './closed-once.fixture.ts'
import { chat, configOf, heldGateway, type HeldGateway, incomingOf, keyOf } from './gateway.fixture.ts'
import { serve } from './serve.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
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
  const { gateway, network, records } = heldGateway(
    configOf(),
    [keyOf(asCaller.authorization.slice(7))],
    () => waiting,
  )
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
