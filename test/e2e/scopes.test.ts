import { afterAll, expect, test } from 'vitest'
import { SCOPE_TYPES } from '../../src/core/scope.ts'
import { ask } from '../support/ask.ts'
import { startTestGateway } from '../support/test-gateway.ts'

const target = (request: number) => ({
  targets: [{ provider: 'openai', model: 'echo', price: { input: 0, output: 0, request } }],
})
const gateway = await startTestGateway({
  config: {
    models: { dear: target(0.05), cheap: target(0.01) },
    budgets: [
      { scope: 'session', match: ['shared-*'], usd: 2 },
      { scope: 'user', usd: 3 },
      { scope: 'tag', match: ['nightly'], usd: 4 },
      { scope: 'model', usd: 5 },
      { scope: 'provider', usd: 6 },
      { scope: 'session', match: ['careful'], usd: 0.04, on_exhausted: 'downgrade', downgrade_to: 'cheap' },
    ],
  },
})
afterAll(() => gateway.close())

const LIMITS: Readonly<Record<string, number>> = {
  session: 2e9,
  user: 3e9,
  tag: 4e9,
  model: 5e9,
  provider: 6e9,
}

test('500 mixed requests at once on budgets of five scopes: nothing over, nothing lost', async () => {
  const key = await gateway.makeKey({})
  const dialects = ['openai', 'anthropic'] as const
  await Promise.all(
    Array.from({ length: 500 }, (_, place) =>
      ask(gateway.url, {
        ...{ dialect: dialects[place % 2] ?? 'openai', stream: place % 3 === 0, key: key.secret },
        ...{ model: place % 5 === 0 ? 'cheap' : 'dear', text: 'a b c' },
        body: {
          max_tokens: 20,
          portolan: {
            session: `shared-${place % 4}`,
            user: `user-${place % 3}`,
            tags: place % 2 === 0 ? ['nightly'] : [],
          },
        },
      }),
    ),
  )
  const records = await gateway.records()
  const billed = records.reduce((sum, { billedNanos }) => sum + (billedNanos ?? 0), 0)
  const served = records.filter(({ attempts }) => attempts.length > 0)
  expect(records).toHaveLength(500)
  expect(served.length).toBe(gateway.simulator.stats().requests)
  const rows = await gateway.app.store.allSpend()
  for (const type of SCOPE_TYPES) {
    const sums = new Map<string, number>()
    for (const { scope, costNanos } of rows)
      if (scope.type === type) sums.set(scope.id, (sums.get(scope.id) ?? 0) + costNanos)
    for (const sum of sums.values()) expect(sum).toBeLessThanOrEqual(LIMITS[type] ?? Number.POSITIVE_INFINITY)
    // Each exchange has one of these; of tags it may have none.
    const all = [...sums.values()].reduce((total, sum) => total + sum, 0)
    if (['key', 'session', 'user', 'model', 'provider'].includes(type)) expect(all).toBe(billed)
  }
  // The tightest is used up as far as whole requests fit.
  expect(billed).toBeGreaterThan(5.9e9)
  expect(gateway.app.gateway.books.openCount).toBe(0)
}, 60_000)
