import { expect, test } from 'vitest'
import { uptime } from '../health-view.fixture.ts'
import { seededRandom } from '../random.ts'
import { priced, targetAt, withCredentials } from '../target.fixture.ts'
import { balanced } from './balanced.ts'
import { firstsOf, measuredAs, orderOf } from './strategy-context.fixture.ts'

const ROUNDS = 20_000

/** All tokens at one price, in USD per million. */
function at(usd: number) {
  return { price: priced(usd * 1e9, usd * 1e9) }
}

test('one that costs three times as much gets a ninth', () => {
  const firsts = firstsOf(balanced, [targetAt(0, at(1)), targetAt(1, at(3))], ROUNDS)
  expect((firsts['a/m'] ?? 0) / (firsts['b/m'] ?? 1)).toBeGreaterThan(8)
  expect((firsts['a/m'] ?? 0) / (firsts['b/m'] ?? 1)).toBeLessThan(10)
})

test('weights multiply, also where no price is known', () => {
  for (const price of [at(2), {}]) {
    const firsts = firstsOf(balanced, [targetAt(0, { ...price, weight: 3 }), targetAt(1, price)], ROUNDS)
    expect((firsts['a/m'] ?? 0) / ROUNDS).toBeCloseTo(0.75, 1)
  }
})

test('more credentials earn no more', () => {
  const many = withCredentials(0, [1, 1, 1, 1], at(1))
  const firsts = firstsOf(balanced, [...many, targetAt(1, at(1))], ROUNDS)
  expect((firsts['b/m'] ?? 0) / ROUNDS).toBeCloseTo(0.5, 1)
})

test('an outage puts a target behind, however cheap; so does an unknown price among those that are well', () => {
  const targets = [targetAt(0, at(1)), targetAt(1, at(2)), targetAt(2, at(300)), targetAt(3)]
  const figures = measuredAs({ 'a/m': { uptime: uptime(0.94) }, 'b/m': { uptime: uptime(0.79) } })
  expect(orderOf(balanced, targets, { figures, random: seededRandom('outage') })).toEqual([
    'c/m',
    'd/m',
    'a/m',
    'b/m',
  ])
  const well = measuredAs({ 'a/m': { uptime: uptime(0.95) } })
  expect(orderOf(balanced, targets.slice(0, 1), { figures: well })).toEqual(['a/m'])
  const firsts = firstsOf(balanced, targets, 1_000, { figures })
  expect(firsts['c/m']).toBe(1_000)
})

test('free targets share what comes, and leave nearly nothing to one that costs', () => {
  const firsts = firstsOf(balanced, [targetAt(0, at(0)), targetAt(1, at(0)), targetAt(2, at(1))], ROUNDS)
  expect((firsts['a/m'] ?? 0) / ROUNDS).toBeCloseTo(0.5, 1)
  expect(firsts['c/m'] ?? 0).toBeLessThan(5)
})
