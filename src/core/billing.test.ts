import { expect, test } from 'vitest'
import { withMargin } from './billing.ts'

test.each([
  [1_000_000, 50_000, 1_050_000],
  [9, 50_000, 9],
  [10, 50_000, 11],
  [0, 50_000, 0],
  [123_456_789, 0, 123_456_789],
  [7, 9_990_000, 77],
])('%i nanos at %i millionths over it are %i', (cost, margin, billed) => {
  expect(withMargin(cost, margin)).toBe(billed)
})

test('the margin is exact to half a nano, also where the product is beyond exact numbers', () => {
  for (let step = 1; step <= 2_000; step++) {
    const cost = (step * 7_919 * 104_729 * 101) % 900_000_000_000_000
    const margin = (step * 7_907) % 9_990_000
    const exact = (BigInt(cost) * BigInt(margin) * 2n + 1_000_000n) / 2_000_000n
    expect(BigInt(withMargin(cost, margin) - cost)).toBe(exact)
  }
})

test('who may cost more is billed no less: what is held for the worst case is enough', () => {
  for (let cost = 0; cost < 3_000; cost++)
    expect(withMargin(cost + 1, 33_333)).toBeGreaterThan(withMargin(cost, 33_333))
})
