import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RouteConfig } from '../config/config.ts'
import { answerWhole, chunks, SSE_HEADERS } from './answers.fixture.ts'
import { settle } from './closed-once.fixture.ts'
import {
  chat,
  configOf,
  heldGateway,
  type HeldGateway,
  incomingOf,
  routeConfig,
  NO_PRICE,
} from './gateway.fixture.ts'
import type { Sent } from './held-ports.fixture.ts'
import { serve } from './serve.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const AFTER_MS = 500

function hedging(fields: Partial<RouteConfig> = {}): HeldGateway {
  const hedge = { after: AFTER_MS, maxRatio: 0.05 }
  return heldGateway(configOf({ models: { smart: routeConfig({ targets: TARGETS, hedge, ...fields }) } }))
}

const PRICE = { ...NO_PRICE, input: 1e9, output: 2e9 }
const TARGETS = ['a', 'b', 'c'].map((provider) => ({ provider, model: 'm', weight: 1, price: PRICE }))

const say = ({ handler }: Sent) => {
  handler.onHeaders(200, SSE_HEADERS)
  for (const chunk of chunks()) handler.onData(chunk)
  handler.onEnd()
}
const fail = ({ handler }: Sent) => handler.onFailure({ type: 'network', code: 'ECONNREFUSED' })
const nameOf = ({ request }: Sent) => new URL(request.origin).hostname.slice(0, 1)

function begin(held: HeldGateway, body = chat({ stream: true })) {
  const incoming = incomingOf(body)
  const serving = serve(incoming, held.gateway)
  const over = async () => {
    await settle()
    held.flush()
    await serving
    held.flush()
    return held.records.at(-1)
  }
  return { reply: incoming.reply, over }
}

/** As many answered requests as earn a hedge or more. */
async function earn(held: HeldGateway, requests = 25): Promise<void> {
  for (let round = 0; round < requests; round++) {
    const { over } = begin(held)
    await settle()
    say(held.network.last)
    await over()
  }
}

test('beside a slow attempt a second one begins; who is first answers, and the other is called off', async () => {
  const held = hedging()
  await earn(held)
  const before = held.network.sent.length
  const { reply, over } = begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS - 1)
  expect(held.network.sent.length).toBe(before + 1)
  await vi.advanceTimersByTimeAsync(1)
  const [slow, fast] = held.network.sent.slice(before)
  if (slow === undefined || fast === undefined) throw new Error('There was no second attempt.')
  expect([nameOf(slow), nameOf(fast)]).toEqual(['a', 'b'])
  say(fast)
  expect(slow.isAborted).toBe(true)
  const record = await over()
  expect(reply).toMatchObject({ status: 200, headers: { 'x-portolan-provider': 'b' } })
  expect(reply.body.match(/\[DONE\]/g)).toHaveLength(1)
  expect(record?.attempts.map(({ target, role, code }) => [target, role, code])).toEqual([
    ['a/m', undefined, 'hedge_lost'],
    ['b/m', 'hedge', null],
  ])
  // The loser's input is taken for paid: it is in the cost, and not on the caller's bill.
  const [lost, won] = record?.attempts ?? []
  expect(lost?.usage?.inputTokens).toBeGreaterThan(0)
  expect(record?.billedNanos).toBe(won?.costNanos)
  expect(record?.costNanos).toBe((won?.costNanos ?? 0) + (lost?.costNanos ?? 0))
  for (const id of ['a/m', 'b/m']) expect(held.gateway.health.figures(id, 0).inFlight).toBe(0)
})

test('the slow one may still be the first', async () => {
  const held = hedging()
  await earn(held)
  const { reply, over } = begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS)
  const [slow, second] = held.network.sent.slice(-2)
  if (slow === undefined || second === undefined) throw new Error('There was no second attempt.')
  say(slow)
  expect(second.isAborted).toBe(true)
  await over()
  expect(reply.headers['x-portolan-provider']).toBe('a')
})

test('what comes after the first has reached the caller goes nowhere', async () => {
  const held = hedging()
  await earn(held)
  const { reply, over } = begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS)
  const [slow, second] = held.network.sent.slice(-2)
  if (slow === undefined || second === undefined) throw new Error('There was no second attempt.')
  const [head, first, ...rest] = chunks('ab')
  for (const { handler } of [slow, second]) handler.onHeaders(200, SSE_HEADERS)
  if (head !== undefined) for (const { handler } of [slow, second]) handler.onData(head)
  if (first !== undefined) for (const { handler } of [second, slow]) handler.onData(first)
  for (const chunk of rest) for (const { handler } of [slow, second]) handler.onData(chunk)
  await over()
  expect(reply.headers['x-portolan-provider']).toBe('b')
  expect(reply.body.match(/"content":"a"/g)).toHaveLength(1)
})

test('when one of the two fails the other goes on, and when both fail the next in the plan is asked', async () => {
  const held = hedging({ retries: { attempts: 0, on: [500, 'network'], honourRetryAfter: true } })
  await earn(held)
  const one = begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS)
  const [slow, second] = held.network.sent.slice(-2)
  if (slow === undefined || second === undefined) throw new Error('There was no second attempt.')
  fail(slow)
  say(second)
  await one.over()
  expect(one.reply.headers['x-portolan-provider']).toBe('b')

  await earn(held)
  const both = begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS)
  for (const sent of held.network.sent.slice(-2)) fail(sent)
  await vi.advanceTimersByTimeAsync(10)
  expect(nameOf(held.network.last)).toBe('c')
  say(held.network.last)
  await both.over()
  expect(both.reply.headers).toMatchObject({ 'x-portolan-provider': 'c', 'x-portolan-attempts': 3 })
})

test('a whole answer is hedged after a time, and not after a percentile of first tokens', async () => {
  const held = hedging()
  await earn(held)
  const { reply, over } = begin(held, chat())
  await vi.advanceTimersByTimeAsync(AFTER_MS)
  answerWhole(held.network.last)
  await over()
  expect(reply.headers['x-portolan-provider']).toBe('b')

  const byPercentile = hedging({ hedge: { after: 'p95', maxRatio: 0.05 } })
  await earn(byPercentile)
  const before = byPercentile.network.sent.length
  begin(byPercentile, chat())
  await vi.advanceTimersByTimeAsync(20_000)
  expect(byPercentile.network.sent.length).toBe(before + 1)
})

test('a caller who leaves ends both', async () => {
  const held = hedging()
  await earn(held)
  const { reply, over } = begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS)
  reply.leave()
  const record = await over()
  expect(held.network.sent.slice(-2).map(({ isAborted }) => isAborted)).toEqual([true, true])
  expect(record).toMatchObject({ status: 499 })
  expect(record?.attempts).toHaveLength(2)
})

test('in an outage hedges stop: only answers earn them', async () => {
  const held = hedging()
  const before = held.network.sent.length
  begin(held)
  await vi.advanceTimersByTimeAsync(AFTER_MS + 1)
  expect(held.network.sent.length).toBe(before + 1)
})

/** Serves one request whose first target answers after so long; a second one answers as fast as ever. */
async function serveLate(held: HeldGateway, afterMs: number) {
  const before = held.network.sent.length
  const startedMs = performance.now()
  const { over } = begin(held)
  await settle()
  const first = held.network.last
  const answering = setTimeout(() => {
    if (!first.isAborted) say(first)
  }, afterMs)
  let calls = 1
  const state = { isOver: false }
  const watched = over().then(() => {
    state.isOver = true
  })
  while (!state.isOver) {
    await vi.advanceTimersByTimeAsync(20)
    held.flush()
    const second = held.network.sent[before + 1]
    if (second !== undefined && calls === 1) {
      calls++
      setTimeout(() => {
        if (!second.isAborted) say(second)
      }, USUAL_MS)
    }
  }
  clearTimeout(answering)
  await watched
  held.network.sent.length = 0
  return { ttftMs: performance.now() - startedMs, calls }
}

const USUAL_MS = 200

async function measure(held: HeldGateway) {
  const ttfts: number[] = []
  let calls = 0
  for (let round = 0; round < 2_000; round++) {
    const served = await serveLate(held, round % 100 === 99 ? 10_000 : USUAL_MS + (round % 40))
    ttfts.push(served.ttftMs)
    calls += served.calls
  }
  ttfts.sort((a, b) => a - b)
  return { p99: ttfts[Math.floor(ttfts.length * 0.99)] ?? 0, calls }
}

test('one answer in a hundred that comes ten seconds late: the p99 falls more than fivefold, for few calls', async () => {
  const alone = await measure(heldGateway(configOf({ models: { smart: routeConfig({ targets: TARGETS }) } })))
  const hedged = await measure(hedging({ hedge: { after: 'p95', maxRatio: 0.05 } }))
  expect(alone.p99 / hedged.p99).toBeGreaterThan(5)
  expect(hedged.calls / alone.calls).toBeLessThanOrEqual(1.05)
}, 120_000)
