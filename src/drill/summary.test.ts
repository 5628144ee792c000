import { expect, test } from 'vitest'
import type { Felt } from './felt.ts'
import { summarize } from './summary.ts'

const TIMES = { provider: 'deepseek', startedAtMs: 1_000, endedAtMs: 2_000 }

function felt(startedAtMs: number, fields: Partial<Felt> = {}): Felt {
  return { startedAtMs, firstMs: 50, code: null, provider: 'deepseek', costNanos: 100, ...fields }
}

const FAILED: Partial<Felt> = { code: 'provider_unreachable', provider: null, firstMs: null, costNanos: null }

test('a request belongs to the phase in which it was asked', () => {
  const { phases } = summarize([felt(0), felt(999), felt(1_000), felt(1_999), felt(2_000)], TIMES)
  expect(phases.map(({ phase, requests }) => [phase, requests])).toEqual([
    ['before', 2],
    ['during', 2],
    ['after', 1],
  ])
})

test('failures are counted by code, and are in no figure of those that were answered', () => {
  const during = [
    felt(1_000, FAILED),
    felt(1_100, { ...FAILED, code: 'provider_timeout' }),
    felt(1_200, FAILED),
    // It broke off: something had come of it.
    felt(1_250, { code: 'stream_interrupted', firstMs: 9_000, costNanos: 9_000 }),
    felt(1_300, { provider: 'openai', firstMs: 70, costNanos: 300 }),
  ]
  const { phases, failed, requests } = summarize(during, TIMES)
  expect({ failed, requests }).toEqual({ failed: 4, requests: 5 })
  expect(phases[1]).toEqual({
    phase: 'during',
    requests: 5,
    failed: 4,
    codes: { provider_unreachable: 2, provider_timeout: 1, stream_interrupted: 1 },
    firstMs: { p50: 70, p99: 70 },
    servedBy: [{ provider: 'openai', share: 1 }],
    meanCostNanos: 300,
  })
})

test('quantiles are times that somebody waited', () => {
  const waits = Array.from({ length: 200 }, (_, index) => felt(index, { firstMs: 200 - index }))
  expect(summarize(waits, TIMES).phases[0]?.firstMs).toEqual({ p50: 100, p99: 198 })
})

test('shares are of what was answered, the greatest first', () => {
  const { phases } = summarize(
    [felt(1, { provider: 'openai' }), felt(2), felt(3), felt(4), felt(5, FAILED)],
    TIMES,
  )
  expect(phases[0]?.servedBy).toEqual([
    { provider: 'deepseek', share: 0.75 },
    { provider: 'openai', share: 0.25 },
  ])
})

test('elsewhere and back are when the first answer came, not when it was asked for', () => {
  const summary = summarize(
    [
      felt(500, { provider: 'openai' }),
      felt(1_000, FAILED),
      felt(1_100, { provider: 'openai', firstMs: 500 }),
      felt(1_200, { provider: 'openai', firstMs: 50 }),
      // Of a share of requests alone, so it was never away altogether.
      felt(1_500),
      felt(2_300, { provider: 'openai' }),
      felt(2_400, { ...FAILED, provider: 'deepseek' }),
      felt(2_500, { firstMs: 20 }),
    ],
    TIMES,
  )
  expect(summary).toMatchObject({ elsewhereAfterMs: 250, backAfterMs: 520 })
})

test('added cost is above what as many cost before', () => {
  const before = [felt(0, { costNanos: 100 }), felt(1, { costNanos: 200 })]
  const since = [felt(1_000, { costNanos: 400 }), felt(1_100, FAILED), felt(2_100, { costNanos: 150 })]
  expect(summarize([...before, ...since], TIMES).addedCostNanos).toBe(400 + 150 - 2 * 150)
})

test('what nobody knows is not nothing', () => {
  const unpriced = [felt(0, { costNanos: null }), felt(1_000, { costNanos: null })]
  const summary = summarize(unpriced, TIMES)
  expect(summary.addedCostNanos).toBeNull()
  expect(summary.phases[0]?.meanCostNanos).toBeNull()
  expect(summarize([], TIMES)).toMatchObject({ elsewhereAfterMs: null, backAfterMs: null, failed: 0 })
})

test('a drill that never began has but one phase, and one that did not end has no after', () => {
  const all = [felt(0), felt(5_000)]
  const counts = (times: Partial<typeof TIMES> | { startedAtMs: null; endedAtMs: null }) =>
    summarize(all, { ...TIMES, ...times }).phases.map(({ requests }) => requests)
  expect(counts({ startedAtMs: null, endedAtMs: null })).toEqual([2, 0, 0])
  expect(summarize(all, { ...TIMES, endedAtMs: null }).phases.map(({ requests }) => requests)).toEqual([
    1, 1, 0,
  ])
})
