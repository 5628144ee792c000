import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Budget } from '../../src/core/budget.ts'
import { usdToNanos } from '../../src/core/money.ts'
import { ask, type Heard } from '../support/ask.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import type { TestKey } from '../support/test-key.ts'

const DOLLAR: Budget = { usdNanos: usdToNanos(1), window: 'lifetime', onExhausted: 'deny' }

const target = (model: string, price: Record<string, number>) => ({
  targets: [{ provider: 'openai', model, price: { input: 0, output: 0, ...price } }],
})
const gateway = await startTestGateway({
  config: {
    models: {
      // Five cents each, whatever is said; and five cents at the worst, a tenth of that in truth.
      flat: target('echo', { request: 0.05 }),
      estimated: target('echo', { output: 1_000 }),
      free: target('echo', {}),
    },
  },
})
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

/** All at once. */
function burst(key: TestKey, model: string, count: number): Promise<Heard[]> {
  const dialects = ['openai', 'anthropic'] as const
  return Promise.all(
    Array.from({ length: count }, (_, place) =>
      ask(gateway.url, {
        ...{ dialect: dialects[place % 2] ?? 'openai', stream: place % 3 === 0, key: key.secret, model },
        ...{ text: 'a b c d e', body: { max_tokens: 50 } },
      }),
    ),
  )
}

function tally(answers: readonly Heard[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { isWhole, error } of answers) {
    const word = isWhole ? 'whole' : String(error)
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}

async function settled(key: TestKey): Promise<{ costNanos: number; calls: number }> {
  const records = (await gateway.records()).filter(({ keyId }) => keyId === key.id)
  const costNanos = records.reduce((sum, record) => sum + (record.costNanos ?? 0), 0)
  const spend = await gateway.app.store.spend({ type: 'key', id: key.id }, 0)
  expect(spend.reduce((sum, day) => sum + day.costNanos, 0)).toBe(costNanos)
  return { costNanos, calls: records.filter(({ errorCode }) => errorCode === null).length }
}

test('200 requests of five cents at once on a budget of a dollar: twenty pass, and no cent more', async () => {
  const key = await gateway.makeKey({ budgets: [DOLLAR] })
  const answers = await burst(key, 'flat', 200)
  expect(tally(answers)).toEqual({ whole: 20, budget_exhausted: 180 })
  expect(gateway.simulator.stats().requests).toBe(20)
  expect(await settled(key)).toEqual({ costNanos: usdToNanos(1), calls: 20 })
  expect(answers.filter(({ isWhole }) => !isWhole).every(({ status }) => status === 429)).toBe(true)
})

test('what was reserved and not used is given back, and the budget is never overdrawn', async () => {
  const key = await gateway.makeKey({ budgets: [DOLLAR] })
  gateway.simulator.script([{ firstTokenMs: 50 }])
  for (let round = 0; round < 6; round++) {
    const before = await settled(key)
    await burst(key, 'estimated', 40)
    const after = await settled(key)
    // At least as many as the rest of the dollar held five cents for.
    const held = Math.floor((usdToNanos(1) - before.costNanos) / usdToNanos(0.05))
    expect(after.calls - before.calls).toBeGreaterThanOrEqual(held)
    expect(after.costNanos).toBe(after.calls * usdToNanos(0.005))
    expect(after.costNanos).toBeLessThanOrEqual(usdToNanos(1))
  }
})

test('failures give everything back', async () => {
  const key = await gateway.makeKey({ budgets: [DOLLAR], limits: { concurrency: 20 } })
  gateway.simulator.script([{ status: 400, times: 60 }])
  for (let round = 0; round < 3; round++) {
    expect(tally(await burst(key, 'flat', 20))).toEqual({ invalid_request: 20 })
  }
  expect(await settled(key)).toMatchObject({ costNanos: 0 })
  expect(tally(await burst(key, 'flat', 20))).toEqual({ whole: 20 })
})

test('60 requests a minute: of 61 at once exactly 60 pass', async () => {
  const key = await gateway.makeKey({ limits: { rpm: 60 } })
  const answers = await burst(key, 'free', 61)
  expect(tally(answers)).toEqual({ whole: 60, rate_limited: 1 })
  const refused = answers.find(({ isWhole }) => !isWhole)
  expect(refused?.status).toBe(429)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused?.headers.get('x-ratelimit-limit-requests')).toBe('60')
  expect(refused?.headers.get('x-ratelimit-remaining-requests')).toBe('0')
})

test('eight at once: the ninth waits for one to end', async () => {
  const key = await gateway.makeKey({ limits: { concurrency: 8 } })
  gateway.simulator.script([{ firstTokenMs: 200 }])
  expect(tally(await burst(key, 'free', 9))).toEqual({ whole: 8, rate_limited: 1 })
  expect(tally(await burst(key, 'free', 8))).toEqual({ whole: 8 })
})
