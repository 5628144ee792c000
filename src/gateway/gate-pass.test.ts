import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ProviderLimitsConfig } from '../config/config.ts'
import { answerWhole } from './answers.fixture.ts'
import { settle } from './closed-once.fixture.ts'
import { chat, configOf, heldGateway, incomingOf, keyOf, routeConfig } from './gateway.fixture.ts'
import { serve } from './serve.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const SECRETS = ['sk-ptl-of-the-heavy-caller', 'sk-ptl-of-the-light-caller'] as const

function limited(limits: ProviderLimitsConfig, names: readonly string[] = ['a']) {
  const { providers } = configOf()
  const targets = names.map((provider) => ({ provider, model: 'm', weight: 1, price: null }))
  const { a } = providers
  if (a === undefined) throw new Error('The fixture has a provider a.')
  const config = configOf({
    providers: { ...providers, a: { ...a, limits } },
    models: { smart: routeConfig({ targets }) },
  })
  return heldGateway(
    config,
    SECRETS.map((secret, index) => keyOf(secret, { id: `key_${index}` })),
  )
}

type Held = ReturnType<typeof limited>

function ask(held: Held, caller: 0 | 1, headers: Record<string, string> = {}) {
  const incoming = incomingOf(chat(), { headers: { authorization: `Bearer ${SECRETS[caller]}`, ...headers } })
  return { reply: incoming.reply, serving: serve(incoming, held.gateway) }
}

test('who comes when a provider is full goes elsewhere at once', async () => {
  const held = limited({ concurrency: 1 }, ['a', 'b'])
  ask(held, 0)
  ask(held, 0)
  await settle()
  expect(held.network.sent.map(({ request }) => new URL(request.origin).hostname)).toEqual([
    'a.example',
    'b.example',
  ])
})

test('who has nowhere else to go waits, and a caller of little is not behind one of much', async () => {
  const held = limited({ concurrency: 1 })
  const heavy = Array.from({ length: 20 }, () => ask(held, 0))
  await settle()
  const light = ask(held, 1)
  await settle()
  expect(held.network.sent).toHaveLength(1)
  for (let answered = 0; light.reply.state === 'new' && answered < 22; answered++) {
    answerWhole(held.network.last)
    await settle()
    held.flush()
    await settle()
  }
  expect(light.reply.status).toBe(200)
  expect(heavy.filter(({ reply }) => reply.state !== 'new').length).toBeLessThanOrEqual(2)
  expect(held.gateway.gates.of('a')?.inFlight).toBe(1)
})

test('a wait has an end, which says when to come back', async () => {
  const held = limited({ concurrency: 1 })
  ask(held, 0)
  await settle()
  const second = ask(held, 1)
  await vi.advanceTimersByTimeAsync(10_001)
  held.flush()
  await second.serving
  held.flush()
  expect(second.reply.status).toBe(503)
  expect(second.reply.headers['retry-after']).toBeGreaterThan(0)
  expect(JSON.parse(second.reply.body)).toMatchObject({ error: { code: 'overloaded' } })
  expect(held.gateway.gates.of('a')).toMatchObject({ inFlight: 1, waiting: 0 })
})

test('a caller who leaves gives up his place, and is recorded as gone', async () => {
  const held = limited({ concurrency: 1 })
  ask(held, 0)
  await settle()
  const second = ask(held, 1)
  await settle()
  expect(held.gateway.gates.of('a')?.waiting).toBe(1)
  second.reply.leave()
  await settle()
  held.flush()
  await second.serving
  held.flush()
  expect(held.gateway.gates.of('a')?.waiting).toBe(0)
  expect(held.records).toMatchObject([{ status: 499, attempts: [], costNanos: 0 }])
})

test('a limit of requests a minute holds for all callers together', async () => {
  const held = limited({ rpm: 3 }, ['a', 'b'])
  for (let round = 0; round < 5; round++) {
    const { serving } = ask(held, round % 2 === 0 ? 0 : 1)
    await settle()
    answerWhole(held.network.last)
    await serving
    held.flush()
  }
  const names = held.network.sent.map(({ request }) => new URL(request.origin).hostname.slice(0, 1))
  expect(names.join('')).toBe('aaabb')
})
