import { expect, test } from 'vitest'
import { CanaryResults } from './canary-results.ts'
import { isExpected } from './expected.ts'

test.each([
  ['It is 42.', { contains: '42' }, true],
  ['PARIS', { contains: 'paris' }, true],
  ['London', { contains: 'paris' }, false],
  [' yes\n', { equals: 'yes' }, true],
  ['yes, it is', { equals: 'yes' }, false],
  ['abc', { matches: /^a.c$/u }, true],
  ['xabc', { matches: /^a.c$/u }, false],
  [`${'x'.repeat(10_000)}42`, { contains: '42' }, false],
])('%j against %j', (answer, expected, isIt) => {
  expect(isExpected(answer, expected)).toBe(isIt)
})

test('of the results only the latest ten count, and none before there are three', () => {
  const results = new CanaryResults()
  results.add('a', true)
  results.add('a', true)
  expect(results.passRate('a')).toBeNull()
  results.add('a', false)
  expect(results.passRate('a')).toBeCloseTo(2 / 3)
  for (let count = 0; count < 10; count++) results.add('a', false)
  expect(results.passRate('a')).toBe(0)
  results.keep(new Set(['b']))
  expect(results.passRate('a')).toBeNull()
})
