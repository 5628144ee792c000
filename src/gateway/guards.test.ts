import { expect, test } from 'vitest'
import type { RouteConfig } from '../config/config.ts'
import { answerWhole } from './answers.fixture.ts'
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
import { serve } from './serve.ts'

function guarded(
  fields: Partial<RouteConfig>,
): HeldGateway & { look(atMs: number): void; factors: Map<string, number>; canaryRate: number | null } {
  const targets = ['a', 'b'].map((provider) => ({
    provider,
    model: 'm',
    weight: 1,
    price: { ...NO_PRICE, input: 1e9, output: 2e9 },
  }))
  const config = configOf({ models: { smart: routeConfig({ targets, ...fields }) } })
  const canaryRate: number | null = null
  const held = {
    ...heldGateway(config),
    factors: new Map<string, number>(),
    canaryRate: canaryRate as number | null,
  }
  const look = (atMs: number) =>
    held.gateway.guards.look(held.gateway.snapshot(), {
      health: held.gateway.health,
      clock: { now: () => atMs, monotonicMs: () => atMs },
      canaryRate: () => held.canaryRate,
      priceFactors: held.factors,
    })
  return Object.assign(held, { look })
}

async function servedBy(held: HeldGateway): Promise<string> {
  const incoming = incomingOf(chat())
  const serving = serve(incoming, held.gateway)
  await settle()
  answerWhole(held.network.last)
  await settle()
  held.flush()
  await serving
  return String(incoming.reply.headers['x-portolan-provider'])
}

/** The price of the first target, as a supplier would change it. */
function setPrice(held: HeldGateway, input: number | null): void {
  const [first] = held.gateway.snapshot().routes.get('smart')?.targets ?? []
  if (first === undefined) throw new Error('There is no target.')
  Object.assign(first, { price: input === null ? null : { ...NO_PRICE, input, output: 2e9, tiers: [] } })
}

const told = ({ raised }: HeldGateway) => raised.map(({ subject, ...alert }) => ({ ...alert, ...subject }))

test('a price that rises by more than is allowed sends the traffic to the next, and back when it falls', async () => {
  const held = guarded({ priceGuard: { maxRise: 0.2, action: 'shift' } })
  held.look(0)
  expect(await servedBy(held)).toBe('a')
  setPrice(held, 1.1e9)
  held.look(1_000)
  expect(await servedBy(held)).toBe('a')
  setPrice(held, 1.5e9)
  held.look(2_000)
  expect(await servedBy(held)).toBe('b')
  expect(held.records.at(-1)?.decision?.candidates).toMatchObject([
    { target: 'b/m', removedBy: null },
    { target: 'a/m', removedBy: 'price-rise' },
  ])
  setPrice(held, 1e9)
  held.look(3_000)
  expect(await servedBy(held)).toBe('a')
  held.factors.set('a', 2) // A drill.
  held.look(4_000)
  expect(await servedBy(held)).toBe('b')
  expect(told(held)).toMatchObject([
    { type: 'price_change', route: 'smart', target: 'a/m', reason: 'price-rise', from: 1, to: 1.5 },
    { type: 'price_change', reason: 'price-back' },
    { type: 'price_change', reason: 'price-rise', to: 2 },
  ])
})

test('where all that is wanted is an alert, the traffic stays', async () => {
  const held = guarded({ priceGuard: { maxRise: 0.2, action: 'alert' } })
  held.look(0)
  setPrice(held, 9e9)
  held.look(1_000)
  expect(await servedBy(held)).toBe('a')
  expect(told(held)).toHaveLength(1)
})

test('errors past the route’s own limit send the traffic elsewhere, for a minute at least', async () => {
  const held = guarded({ thresholds: { errorRate: 0.05 } })
  const { health } = held.gateway
  for (let round = 0; round < 20; round++) {
    health.began('a/m', round)
    if (round % 5 === 0) health.failed('a/m', { code: 'provider_error', retryAfterMs: null }, round)
    else health.succeeded('a/m', { ttftMs: null, durationMs: 1 }, round)
  }
  held.look(100)
  expect(await servedBy(held)).toBe('b')
  held.look(50_000)
  expect(await servedBy(held)).toBe('b')
  held.look(700_000) // Nothing was measured for ten minutes.
  expect(await servedBy(held)).toBe('a')
  expect(told(held)).toMatchObject([
    { type: 'error_rate', from: null, to: expect.closeTo(0.2) },
    { type: 'error_rate', to: null },
  ])
})

test('when every target is past a limit, the first is tried all the same', async () => {
  const held = guarded({ thresholds: { quality: 0.9 } })
  for (const target of ['a/m', 'b/m']) held.gateway.health.observeQuality(target, 0.1, 100, 0)
  held.look(10)
  expect(await servedBy(held)).toBe('a')
})
