import { expect, test } from 'vitest'
import { usdToNanos } from '../core/money.ts'
import { estimateInput } from '../ledger/estimate.ts'
import { planRoute } from '../routing/plan.ts'
import { priced, routeOf, targetAt } from '../routing/target.fixture.ts'
import { admit, checkModelAllowed, costFilter, mayUseModel } from './admit.ts'
import { claimsOf } from './claims.ts'
import type { Asked } from './exchange.ts'
import { chat, configOf, heldGateway, incomingOf, keyOf } from './gateway.fixture.ts'
import { readOptions } from './options.ts'
import { NO_ROUTING } from './routing-fields.ts'
import { begin } from './serve.ts'

test.each([
  ['smart', ['smart'], true],
  ['smart:floor', ['smart'], true],
  ['smarter', ['smart'], false],
  ['x/y:free', ['x/y:free'], true],
  ['openai/gpt-5.4', ['openai/*'], true],
  ['openai', ['openai/*'], false],
  ['a-b-c', ['a*b*c'], true],
  ['aXb', ['a*b*b'], false],
  ['ab', ['ab*b'], false],
  ['anything', ['*'], true],
  ['', ['*'], true],
  ['smart', [], false],
])('model %j by the patterns %j: %s', (model, models, expected) => {
  expect(mayUseModel(keyOf('sk', { models }), model)).toBe(expected)
})

test('a viewer calls no model, the master key and an open key call all', () => {
  expect(mayUseModel(keyOf('sk', { role: 'viewer' }), 'smart')).toBe(false)
  expect(mayUseModel(keyOf('sk', { role: 'admin' }), 'smart')).toBe(true)
  expect(mayUseModel(null, 'smart')).toBe(true)
  expect(() => checkModelAllowed(keyOf('sk', { models: [] }), 'smart')).toThrow('may not use')
})

/** A key under budgets asks for at most a million tokens; the target's prices are dollars a million. */
function asking(
  fields: Parameters<typeof keyOf>[1],
  headers: Record<string, string> = {},
  config = configOf(),
) {
  const held = heldGateway(config)
  const key = keyOf('sk', fields)
  const incoming = incomingOf(chat({ max_tokens: 1_000_000 }), { headers })
  const exchange = begin(incoming, held.gateway)
  exchange.caller = { keyId: key.id, key }
  const body = chat({ max_tokens: 1_000_000 })
  const asked = {
    bytes: Buffer.alloc(0),
    body,
    request: incoming.dialect.parse(body),
    options: readOptions(headers, body),
    routing: NO_ROUTING,
  }
  exchange.claims = claimsOf(exchange, asked, held.gateway.rules.under(config), Object.keys(config.providers))
  for (const claim of exchange.claims.scopes) {
    held.limits.beginRestoring(claim)
    held.limits.endRestoring(claim, [], 0, true)
  }
  return { ...held, exchange, asked }
}

function inputOf({ request }: Asked) {
  return { input: estimateInput(request), deadlineMs: 1_000 }
}

const CHEAP = targetAt(0, { price: priced(1e9, 1e9) })
const DEAR = targetAt(1, { price: priced(10e9, 10e9) })
const UNKNOWN = targetAt(2)

test('a limit on the cost removes what may cost more, and what nobody knows the cost of', () => {
  const { exchange, asked, gateway } = asking({}, { 'x-portolan-max-cost': '2' })
  const removes = costFilter(exchange, asked, inputOf(asked), gateway.books)
  expect([CHEAP, DEAR, UNKNOWN].map(removes)).toEqual([null, 'max-cost', 'unknown-price'])
})

test('a money budget removes what nobody knows the cost of, unless the operator allows it', () => {
  const budgets = [{ usdNanos: 1, window: 'day', onExhausted: 'deny' }] as const
  const removedBy = (unknownPrice: 'deny' | 'allow') => {
    const { exchange, asked, gateway } = asking({ budgets }, {}, configOf({ unknownPrice }))
    return costFilter(exchange, asked, inputOf(asked), gateway.books)(UNKNOWN)
  }
  expect([removedBy('deny'), removedBy('allow')]).toEqual(['unknown-price', null])
})

test('a reservation holds the dearest that may answer, the targets for special failures too', () => {
  const budgets = [{ usdNanos: usdToNanos(5), window: 'day', onExhausted: 'deny' }] as const
  const admitted = (onContextLength: ReturnType<typeof routeOf>[]) => {
    const { exchange, asked, gateway } = asking({ budgets })
    const input = estimateInput(asked.request)
    const plan = planRoute(routeOf([CHEAP], { onContextLength }), {
      decisionId: 'dec',
      seed: '',
      revision: 'r',
      random: () => 0,
      nowMs: 0,
      turn: 0,
      health: gateway.health,
      removes: () => null,
    })
    const candidate = { exchange, asked, plan: { ...plan, targets: [CHEAP], input, exits: null } as const }
    return () => admit({ ...candidate, deadlineMs: 1_000 }, gateway.books)
  }
  expect(admitted([])().reservation.reservedNanos).toBeGreaterThan(usdToNanos(1))
  expect(admitted([routeOf([DEAR])])).toThrow('budget')
})
