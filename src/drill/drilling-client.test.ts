import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { UpstreamHandler, UpstreamRequest } from '../core/upstream.ts'
import { HeldNetwork } from '../gateway/held-ports.fixture.ts'
import type { NetworkFault } from './drill-fault.ts'
import { DrillingClient } from './drilling-client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const REQUEST: UpstreamRequest = {
  provider: 'deepseek',
  origin: 'https://api.example',
  path: '/v1/chat/completions',
  headers: {},
  body: Buffer.from('{}'),
  connectTimeoutMs: 5_000,
}

/** Sends one request that suffers, and keeps what comes of it. */
function suffer(fault: NetworkFault | null, onHeaders: () => void = () => {}) {
  const network = new HeldNetwork()
  const asked: (string | undefined)[] = []
  const client = new DrillingClient(network, {
    strike(provider) {
      asked.push(provider)
      return fault
    },
  })
  const heard: unknown[][] = []
  const handler: UpstreamHandler = {
    onHeaders(status, headers) {
      heard.push(['headers', status, headers])
      onHeaders()
    },
    onData: (chunk) => void heard.push(['data', JSON.parse(chunk.toString())]),
    onEnd: () => void heard.push(['end']),
    onFailure: (failure) => void heard.push(['failure', failure]),
  }
  return { exchange: client.send(REQUEST, handler), network, heard, asked }
}

test('without a drill a request passes as it is', () => {
  const { network, asked, exchange } = suffer(null)
  expect(asked).toEqual(['deepseek'])
  expect(network.last.request).toBe(REQUEST)
  exchange.abort()
  expect(network.last.isAborted).toBe(true)
})

test('an outage refuses at once, and never before the caller has the exchange', () => {
  const { network, heard } = suffer({ kind: 'outage', hangs: false })
  expect(heard).toEqual([])
  vi.advanceTimersByTime(1)
  expect(heard).toEqual([['failure', { type: 'network', code: 'ECONNREFUSED' }]])
  expect(network.sent).toEqual([])
})

test('an outage that hangs takes the whole time there is to connect', () => {
  const { heard } = suffer({ kind: 'outage', hangs: true })
  vi.advanceTimersByTime(4_999)
  expect(heard).toEqual([])
  vi.advanceTimersByTime(1)
  expect(heard).toEqual([['failure', { type: 'connect-timeout', code: 'ETIMEDOUT' }]])
})

test('a slow provider is asked later, and then is itself', () => {
  const { network, heard, exchange } = suffer({ kind: 'slow', delayMs: 2_000 })
  vi.advanceTimersByTime(1_999)
  expect(network.sent).toEqual([])
  exchange.pause()
  vi.advanceTimersByTime(1)
  expect(network.last.request).toBe(REQUEST)
  expect(network.last.isPaused).toBe(true)
  exchange.resume()
  expect(network.last.isPaused).toBe(false)
  network.last.handler.onEnd()
  expect(heard).toEqual([['end']])
  exchange.abort()
  expect(network.last.isAborted).toBe(true)
})

test('a rate limit says when to come back, in whole seconds', () => {
  const { heard } = suffer({ kind: 'rate-limit', retryAfterMs: 1_500 })
  vi.advanceTimersByTime(1)
  expect(heard).toEqual([
    ['headers', 429, { 'content-type': 'application/json', 'retry-after': '2' }],
    ['data', { error: { message: 'This failure is a drill.', type: 'drill' } }],
    ['end'],
  ])
})

test('an error has its status and says nothing else', () => {
  const { heard } = suffer({ kind: 'error', status: 503 })
  vi.advanceTimersByTime(1)
  expect(heard.map(([what, status]) => [what, status]).slice(0, 1)).toEqual([['headers', 503]])
  expect(heard.at(-1)).toEqual(['end'])
})

test.each<NetworkFault>([
  { kind: 'outage', hangs: false },
  { kind: 'outage', hangs: true },
  { kind: 'slow', delayMs: 10 },
  { kind: 'rate-limit', retryAfterMs: 0 },
  { kind: 'error', status: 500 },
])('nothing comes of an aborted request: $kind', (fault) => {
  const { exchange, heard, network } = suffer(fault)
  exchange.abort()
  vi.advanceTimersByTime(60_000)
  expect(heard).toEqual([])
  expect(network.sent).toEqual([])
})

test('a reply that is aborted at its head ends there', () => {
  const { heard, exchange } = suffer({ kind: 'error', status: 500 }, () => exchange.abort())
  vi.advanceTimersByTime(1)
  expect(heard.map(([what]) => what)).toEqual(['headers'])
})
