import { expect, test } from 'vitest'
import { least, median, percentile, spread } from './statistics.ts'

test('the median is the middle one, or lies between the two middle ones', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([7])).toBe(7)
  expect(median([])).toBeNaN()
})

test('a percentile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(percentile(hundred, 0.5)).toBe(50)
  expect(percentile(hundred, 0.99)).toBe(99)
  expect(percentile(hundred, 1)).toBe(100)
  expect(percentile([3], 0.01)).toBe(3)
  expect(percentile([], 0.5)).toBeNaN()
})

test('least and spread look at all rounds', () => {
  expect(least([3, 1, 2])).toBe(1)
  expect(least([])).toBeNaN()
  expect(spread([90, 100, 120])).toBeCloseTo(0.3)
})
