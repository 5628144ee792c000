import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetAt, withCredentials } from '../target.fixture.ts'
import type { Target } from '../target.ts'
import { roundRobin } from './round-robin.ts'
import { strategyContext } from './strategy-context.fixture.ts'

/** The positions in the order of their scores. */
function order(targets: readonly Target[], turn: number): number[] {
  const scores = roundRobin(targets, strategyContext({ turn }))
  return targets
    .map(({ position }, index) => ({ position, score: scores[index]?.score ?? Number.NaN }))
    .sort((a, b) => a.score - b.score)
    .map(({ position }) => position)
}

test('each place has its turn, and the ones after it follow', () => {
  const targets = [targetAt(0), targetAt(1), targetAt(2)]
  expect([0, 1, 2, 3].map((turn) => order(targets, turn))).toEqual([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 1, 2],
  ])
})

test('it is fair to any places, also where a filter has removed some between them', () => {
  const places = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 10 }), fc.nat(1_000), (positions, rounds, start) => {
      const targets = positions.map((position) => targetAt(position))
      const counts = new Map<number, number>()
      for (let turn = start; turn < start + rounds * positions.length; turn++) {
        const [first = -1] = order(targets, turn)
        counts.set(first, (counts.get(first) ?? 0) + 1)
      }
      expect([...counts.keys()].sort()).toEqual([...positions].sort())
      expect([...counts.values()].every((count) => count === rounds)).toBe(true)
    }),
  )
})

test('the credentials of one place share its turn', () => {
  const targets = [...withCredentials(0, [1, 1, 1]), targetAt(1)]
  expect([0, 1, 2, 3].map((turn) => order(targets, turn)[0])).toEqual([0, 1, 0, 1])
})
