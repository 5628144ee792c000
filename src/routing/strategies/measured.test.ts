import { expect, test } from 'vitest'
import { quantiles } from '../health-view.fixture.ts'
import { targetAt } from '../target.fixture.ts'
import { latency } from './latency.ts'
import { quality } from './quality.ts'
import { firstsOf, measuredAs, orderOf } from './strategy-context.fixture.ts'
import { throughput } from './throughput.ts'
import { usage } from './usage.ts'

const TARGETS = [targetAt(0), targetAt(1), targetAt(2)]
/** A draw at which nothing is explored. */
const random = () => 0.5

test.each([
  ['latency', latency, (rank: number) => ({ ttftMs: quantiles(100 * rank) })],
  ['throughput', throughput, (rank: number) => ({ tokensPerSecond: quantiles(100 / rank) })],
  ['usage', usage, (rank: number) => ({ tokensLeft: 1_000 / rank })],
  ['quality', quality, (rank: number) => ({ quality: 1 / rank })],
])('%s puts the best first, and what is not measured last', (_, strategy, figures) => {
  const known = measuredAs({ 'a/m': figures(3), 'c/m': figures(2) })
  expect(orderOf(strategy, TARGETS, { figures: known, random })).toEqual(['c/m', 'a/m', 'b/m'])
})

test('what is not measured gets a tenth of the first tries, whatever the others are like', () => {
  const figures = measuredAs({ 'a/m': { ttftMs: quantiles(1) } })
  const firsts = firstsOf(latency, TARGETS, 20_000, { figures })
  expect((firsts['a/m'] ?? 0) / 20_000).toBeCloseTo(0.9, 1)
  expect((firsts['b/m'] ?? 0) / 20_000).toBeCloseTo(0.05, 1)
  expect(Math.abs((firsts['b/m'] ?? 0) - (firsts['c/m'] ?? 0))).toBeLessThan(300)
})

test('where nothing is measured the weights decide', () => {
  const firsts = firstsOf(throughput, [targetAt(0, { weight: 3 }), targetAt(1)], 20_000)
  expect((firsts['a/m'] ?? 0) / 20_000).toBeCloseTo(0.75, 1)
})

test('a window that is used up goes behind one that nobody has counted', () => {
  const figures = measuredAs({ 'a/m': { tokensLeft: 5_000, requestsLeft: 0 }, 'c/m': { tokensLeft: 1 } })
  expect(orderOf(usage, TARGETS, { figures, random })[0]).toBe('c/m')
})

test('the worst cases count beside the usual ones', () => {
  const steady = { p50: 300, p75: 310, p90: 320, p95: 330, p99: 340 }
  const moody = { p50: 200, p75: 400, p90: 2_000, p95: 3_000, p99: 9_000 }
  const figures = measuredAs({ 'a/m': { ttftMs: moody }, 'b/m': { ttftMs: steady } })
  expect(orderOf(latency, TARGETS.slice(0, 2), { figures, random })).toEqual(['b/m', 'a/m'])
})
