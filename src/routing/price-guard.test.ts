import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usdToNanos } from '../core/money.ts'
import type { Price } from '../core/price.ts'
import { guardPrice, priceBefore, type Prices } from './price-guard.ts'
import { offerOf, priced } from './target.fixture.ts'

const GUARD = { maxRise: 0.2, action: 'shift' } as const

function usd(input: number | null, output: number | null, fields: Partial<Price> = {}): Price {
  const nanos = (amount: number | null) => (amount === null ? null : usdToNanos(amount))
  return { ...priced(nanos(input), nanos(output)), ...fields }
}

function judged(prices: Partial<Prices>, wasOver = false) {
  return guardPrice(GUARD, { baseline: null, before: null, now: null, ...prices }, wasOver)
}

test.each([
  ['the same price', { baseline: usd(3, 15), now: usd(3, 15) }, null],
  ['a rise within the limit', { baseline: usd(3, 15), now: usd(3.6, 18) }, null],
  ['a rise of one kind beyond it', { baseline: usd(3, 15), now: usd(3, 18.01) }, 'price-rise'],
  ['a fall', { baseline: usd(3, 15), now: usd(1, 1) }, null],
  ['free no more', { baseline: usd(0, 0), now: usd(0, 0.01) }, 'price-rise'],
  ['still free', { baseline: usd(0, 0), now: usd(0, 0) }, null],
  ['a promotion that ended', { before: usd(3, 15), baseline: usd(1, 5), now: usd(3, 15) }, 'promotion-ended'],
  [
    'a rise above what was before',
    { before: usd(3, 15), baseline: usd(1, 5), now: usd(3, 16) },
    'price-rise',
  ],
  ['a rise after a rise', { before: usd(1, 5), baseline: usd(3, 15), now: usd(9, 45) }, 'price-rise'],
  ['a price that is not known any more', { baseline: usd(3, 15), now: null }, 'price-unknown'],
  ['one kind that is not', { baseline: usd(3, 15), now: usd(3, null) }, 'price-unknown'],
  ['a price that never was known', { now: usd(3, 15) }, null],
  [
    'a cached token that has lost its own price',
    { baseline: usd(3, 15, { cacheRead: usdToNanos(0.3) }), now: usd(3, 15) },
    'price-rise',
  ],
  [
    'a fee for each request',
    { baseline: usd(3, 15), now: usd(3, 15, { request: usdToNanos(0.01) }) },
    'price-rise',
  ],
] as const)('%s', (_, prices, expected) => {
  const { removedBy, isOver, alert } = judged(prices)
  expect(removedBy).toBe(expected)
  expect(isOver).toBe(expected !== null)
  expect(alert === null).toBe(expected === null)
})

test('it tells from what to what, once, and again when the price is back', () => {
  const up = { baseline: usd(3, 15), now: usd(6, 16) }
  expect(judged(up).alert).toEqual({
    type: 'price_change',
    state: 'raised',
    reason: 'price-rise',
    from: 3,
    to: 6,
  })
  expect(judged(up, true)).toMatchObject({ removedBy: 'price-rise', alert: null })
  const back = judged({ baseline: usd(3, 15), now: usd(3, 15) }, true)
  expect(back).toMatchObject({ isOver: false, removedBy: null, alert: { state: 'cleared', from: 3, to: 3 } })
})

test('who asks only to be told is told, and nothing is removed', () => {
  const verdict = guardPrice(
    { ...GUARD, action: 'alert' },
    { baseline: usd(3, 15), before: null, now: usd(9, 15) },
    false,
  )
  expect(verdict).toMatchObject({ isOver: true, removedBy: null, alert: { state: 'raised' } })
})

test('traffic leaves exactly where a kind of token has risen by more than the limit, and never for a lower price', () => {
  const cents = fc.integer({ min: 1, max: 10_000 })
  fc.assert(
    fc.property(cents, cents, cents, cents, (input, output, inputNow, outputNow) => {
      const { isOver } = judged({ baseline: priced(input, output), now: priced(inputNow, outputNow) })
      const rise = Math.max((inputNow - input) / input, (outputNow - output) / output)
      expect(isOver).toBe(rise > 0.2)
    }),
  )
})

test('what held before a price is told by its dates, hours of the day apart', () => {
  const daily = { fromMinute: 0, untilMinute: 60 }
  const offer = offerOf({
    prices: [
      { fromMs: null, price: usd(3, 15) },
      { fromMs: 1_000, price: usd(1, 5) },
      { fromMs: 1_500, daily, price: usd(0.5, 2) },
      { fromMs: 2_000, price: usd(4, 20) },
    ],
  })
  expect([999, 1_000, 1_999, 2_000].map((atMs) => priceBefore(offer, atMs)?.input ?? null)).toEqual([
    null,
    usdToNanos(3),
    usdToNanos(3),
    usdToNanos(1),
  ])
})
