import { expect, test } from 'vitest'
import { HeldNetwork } from '../gateway/held-ports.fixture.ts'
import { PENDING_MAX, WebhookSender } from './webhook-sender.ts'

const MESSAGE = {
  id: 'a',
  url: new URL('https://hooks.example/in?x=1'),
  headers: { 'webhook-id': 'a' },
  body: '{}',
}

/** Time is told by the test: what is due is fired in the order of its time. */
function held() {
  const network = new HeldNetwork()
  const warnings: unknown[] = []
  const timers = new Set<{ atMs: number; fire(): void }>()
  let nowMs = 0
  const log = {
    debug() {},
    info() {},
    warn: (_: string, fields: unknown) => void warnings.push(fields),
    error() {},
  }
  const sender = new WebhookSender({
    upstream: network,
    log,
    schedule(ms, fire) {
      const timer = { atMs: nowMs + ms, fire }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  })
  const wait = (ms: number) => {
    nowMs += ms
    for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
      timers.delete(timer)
      timer.fire()
    }
  }
  return { network, warnings, timers, sender, wait }
}

test('what is taken is sent once', () => {
  const { network, sender, timers, wait } = held()
  expect(sender.send(MESSAGE)).toBe(true)
  expect(network.last.request).toMatchObject({ origin: 'https://hooks.example', path: '/in?x=1' })
  expect(network.last.request.headers).toMatchObject({ 'webhook-id': 'a' })
  network.last.handler.onHeaders(204, {})
  wait(1e9)
  expect(network.sent).toHaveLength(1)
  expect(sender.pendingCount).toBe(0)
  expect(timers.size).toBe(0)
})

test('what is refused, broken off or not answered is sent again, at last given up with a line in the log', () => {
  const { network, sender, warnings, wait } = held()
  sender.send(MESSAGE)
  network.last.handler.onHeaders(500, {})
  expect(network.sent).toHaveLength(1)
  wait(1_000)
  network.last.handler.onFailure({ type: 'network', code: 'ECONNREFUSED' })
  wait(10_000)
  expect(network.sent).toHaveLength(3)
  wait(10_000) // No answer in time.
  expect(network.last.isAborted).toBe(true)
  wait(60_000)
  network.last.handler.onHeaders(301, {})
  wait(600_000)
  expect(network.sent).toHaveLength(5)
  network.last.handler.onHeaders(404, {})
  wait(1e9)
  expect(network.sent).toHaveLength(5)
  expect(sender.pendingCount).toBe(0)
  expect(warnings).toEqual([{ id: 'a', host: 'hooks.example', fault: 'status 404' }])
})

test('at its maximum it takes no more, and forgets all when it is closed', () => {
  const { network, sender, timers, wait } = held()
  for (let count = 0; count < PENDING_MAX; count++) expect(sender.send({ ...MESSAGE })).toBe(true)
  expect(sender.send({ ...MESSAGE })).toBe(false)
  expect(network.sent).toHaveLength(PENDING_MAX)
  network.last.handler.onHeaders(500, {})
  sender.close()
  expect(timers.size).toBe(0)
  expect(network.sent.slice(0, -1).every(({ isAborted }) => isAborted)).toBe(true)
  wait(1e9)
  expect(network.sent).toHaveLength(PENDING_MAX)
})
