import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCost, formatUsd } from './amounts.ts'

test.each([
  ['0', '$0.0000'],
  ['12300000', '$0.0123'],
  ['1234567890000', '$1234.5679'],
  ['999950000', '$1.0000'],
  ['1000000', '$0.0010'],
  ['999999', '$0.000999999'],
  ['12000', '$0.000012'],
  ['1', '$0.000000001'],
  ['-5', '-$0.000000005'],
  ['9007199254740993', '$9007199.2547'],
])('%s nanos are %s', (nanos, shown) => {
  expect(formatUsd(nanos)).toBe(shown)
})

test('what is shown is never further off than half of its last place, and something is never nothing', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (nanos) => {
      const shown = formatUsd(String(nanos))
      const [whole = '', decimals = ''] = shown.replace(/[$-]/g, '').split('.')
      const size = BigInt(whole + decimals) * 10n ** BigInt(9 - decimals.length)
      const exact = BigInt(Math.abs(nanos))
      const off = size > exact ? size - exact : exact - size
      expect(off * 2n).toBeLessThanOrEqual(10n ** BigInt(9 - decimals.length))
      expect(size === 0n).toBe(exact === 0n)
    }),
  )
})

test('a cost that is not known is said to be so, beside what is known', () => {
  expect(formatCost('5000000', 0)).toBe('$0.0050')
  expect(formatCost('0', 0)).toBe('$0.0000')
  expect(formatCost(null, 3)).toBe('unknown (3 requests)')
  expect(formatCost('0', 1)).toBe('unknown (1 request)')
  expect(formatCost('5000000', 2)).toBe('$0.0050 + unknown (2 requests)')
})
