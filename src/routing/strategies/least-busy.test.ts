import { expect, test } from 'vitest'
import { targetAt } from '../target.fixture.ts'
import { leastBusy } from './least-busy.ts'
import { firstsOf, measuredAs, orderOf } from './strategy-context.fixture.ts'

test('the fewest attempts under way go first, in relation to the weight', () => {
  const targets = [targetAt(0), targetAt(1, { weight: 4 }), targetAt(2, { weight: 0 })]
  const figures = measuredAs({ 'a/m': { inFlight: 2 }, 'b/m': { inFlight: 7 } })
  expect(orderOf(leastBusy, targets, { figures })).toEqual(['b/m', 'a/m', 'c/m'])
})

test('idle targets share what comes', () => {
  const firsts = firstsOf(leastBusy, [targetAt(0), targetAt(1)], 10_000)
  expect((firsts['a/m'] ?? 0) / 10_000).toBeCloseTo(0.5, 1)
})
