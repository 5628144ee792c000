import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

test('a place is free again after a service time, on as many sides as are served at once', () => {
  const pace = new Pace()
  expect([pace.waitMs(5, 2), pace.costOf(5)]).toEqual([0, 0])
  pace.note(1_000, 300)
  expect([pace.waitMs(1, 1), pace.waitMs(6, 3), pace.costOf(4)]).toEqual([1_000, 2_000, 1_200])
  expect(pace.waitMs(100, Number.POSITIVE_INFINITY)).toBe(0)
})

test('follows what is observed lately', () => {
  const pace = new Pace()
  for (let count = 0; count < 50; count++) pace.note(1_000, 100)
  for (let count = 0; count < 50; count++) pace.note(200, 40)
  expect(pace.waitMs(1, 1)).toBeCloseTo(200, -1)
  expect(pace.costOf(1)).toBeCloseTo(40, 0)
})
