import fc from 'fast-check'
import { expect, test } from 'vitest'
import { offerOf, targetAt, priced } from '../target.fixture.ts'
import { price } from './price.ts'
import { measuredAs, orderOf, strategyContext } from './strategy-context.fixture.ts'

const context = strategyContext()

test('the cheaper mix of three tokens read and one written goes first', () => {
  const scores = price(
    [targetAt(0, { price: priced(3e9, 15e9) }), targetAt(1, { price: priced(5e9, 5e9) })],
    context,
  )
  expect(scores.map(({ score }) => score)).toEqual([6, 5])
  expect(scores[0]?.parts).toEqual({ input: 3, output: 15 })
})

test('an unknown price is never before a known one, however dear; and free is known', () => {
  const dollars = fc.integer({ min: 0, max: 1e15 })
  const unknown = fc.constantFrom(null, priced(null, null), priced(0, null), priced(null, 0))
  fc.assert(
    fc.property(dollars, dollars, unknown, (input, output, hidden) => {
      const [known, other] = price(
        [targetAt(0, { price: priced(input, output) }), targetAt(1, { price: hidden })],
        context,
      )
      expect(known?.score).toBeLessThan(other?.score ?? 0)
    }),
  )
})

test('the price of this hour counts', () => {
  const offer = offerOf({
    prices: [
      { fromMs: null, price: priced(4e9, 4e9) },
      { fromMs: 1_000, price: priced(1e9, 1e9) },
    ],
  })
  const score = (nowMs: number) => price([targetAt(0, { offer })], { ...context, nowMs })[0]?.score
  expect([score(999), score(1_000)]).toEqual([4, 1])
})

test('a prompt cache that is known to be hit makes its target cheaper, and the ranking turns where it should', () => {
  const plain = targetAt(0, { price: priced(3e9, 10e9) })
  const cached = targetAt(1, { price: { ...priced(4e9, 10e9), cacheRead: 400_000_000 } })
  const order = (cacheHitRate: number | null) =>
    orderOf(price, [plain, cached], { figures: measuredAs({ 'b/m': { cacheHitRate } }) })
  // 4 (1 - h) + 0.4 h is 3 at h = 1 / 3.6.
  expect(order(null)).toEqual(['a/m', 'b/m'])
  expect(order(0.27)).toEqual(['a/m', 'b/m'])
  expect(order(0.28)).toEqual(['b/m', 'a/m'])
})

test('a long request pays the price of its length', () => {
  const tier = { aboveInputTokens: 200_000, cacheRead: null, cacheWrite: null, cacheWrite1h: null }
  const tiered = targetAt(0, {
    price: { ...priced(1e9, 1e9), tiers: [{ ...tier, input: 9e9, output: 9e9 }] },
  })
  const flat = targetAt(1, { price: priced(2e9, 2e9) })
  const order = (inputTokens: number) => orderOf(price, [tiered, flat], { facts: { inputTokens } })
  expect(order(200_000)).toEqual(['a/m', 'b/m'])
  expect(order(200_001)).toEqual(['b/m', 'a/m'])
})
