import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import type { Target } from '../target.ts'
import { targetAt, withCredentials } from '../target.fixture.ts'
import { strategyContext } from './strategy-context.fixture.ts'
import { weightedDraw } from './strategy.ts'
import { weighted } from './weighted.ts'

const ROUNDS = 20_000

/** How often each position comes first. */
function firsts(targets: readonly Target[]): number[] {
  const random = seededRandom('shares')
  const counts: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const scores = weighted(targets, strategyContext({ random })).map(({ score }) => score)
    const position = targets[scores.indexOf(Math.min(...scores))]?.position ?? -1
    counts[position] = (counts[position] ?? 0) + 1
  }
  return counts
}

test('shares converge to the weights', () => {
  const [a = 0, b = 0, c = 0] = firsts([1, 2, 5].map((weight, at) => targetAt(at, { weight })))
  expect(a / ROUNDS).toBeCloseTo(1 / 8, 1)
  expect(b / ROUNDS).toBeCloseTo(2 / 8, 1)
  expect(c / ROUNDS).toBeCloseTo(5 / 8, 1)
  expect(a + b + c).toBe(ROUNDS)
})

test('a place with ten credentials gets no more than one with a single one', () => {
  const many = withCredentials(0, new Array<number>(10).fill(1))
  const [a = 0, b = 0] = firsts([...many, targetAt(1)])
  expect(Math.abs(a - b) / ROUNDS).toBeLessThan(0.03)
})

test('a weight of 0 is drawn last, and never first while another is there', () => {
  expect(firsts([targetAt(0, { weight: 0 }), targetAt(1, { weight: 0.001 })])).toEqual([undefined, ROUNDS])
})

test('no draw is below zero or not a number, at either end of chance', () => {
  expect(weightedDraw(2, () => 0)).toBeCloseTo(0)
  expect(Number.isFinite(weightedDraw(2, () => 1 - 2 ** -53))).toBe(true)
  expect(weightedDraw(0, () => 0)).toBe(Number.POSITIVE_INFINITY)
})
