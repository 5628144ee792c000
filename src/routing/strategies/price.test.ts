import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetAt, priced } from '../target.fixture.ts'
import { price } from './price.ts'

const context = { random: () => 0, nowMs: 0, turn: 0 }

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
  const offer = {
    kind: 'openai',
    nativeId: 'm',
    slug: 'a/m',
    displayName: 'M',
    contextTokens: null,
    maxOutputTokens: null,
    inputModalities: null,
    reasons: null,
    prices: [
      { fromMs: null, price: priced(4e9, 4e9) },
      { fromMs: 1_000, price: priced(1e9, 1e9) },
    ],
  }
  const score = (nowMs: number) => price([targetAt(0, { offer })], { ...context, nowMs })[0]?.score
  expect([score(999), score(1_000)]).toEqual([4, 1])
})
