import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confidence, curveOf, type Judged, qualityOf } from './curve.ts'

/** The strong model is right everywhere; the weak one where it says so. */
const judged = (weak: readonly number[]): readonly Judged[] =>
  weak.map((weak, score) => ({ score, weak, strong: 1 }))

test('the curve goes from always weak to always strong, the lowest score first', () => {
  expect(curveOf(judged([0, 1, 0, 1]))).toEqual([0.5, 0.75, 0.75, 1, 1])
})

test('who knows where the weak model fails recovers the gap with as many calls as it fails', () => {
  const quality = qualityOf(judged([0, 0, ...new Array<number>(8).fill(1)]))
  expect(quality).toMatchObject({ weak: 0.8, strong: 1, callsForHalf: 0.1, callsForFourFifths: 0.2 })
  expect(quality.recovered).toBeCloseTo(0.9, 10)
  expect(quality.aboveRandom).toBeCloseTo(0.08, 10)
})

test('the area above random turns its sign when the order is turned', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1 }),
      (pairs) => {
        const items = pairs.map(([weak, strong], score) => ({ score, weak, strong }))
        const turned = items.map((item) => ({ ...item, score: -item.score }))
        expect(qualityOf(turned).aboveRandom).toBeCloseTo(-qualityOf(items).aboveRandom, 10)
      },
    ),
  )
})

test('the interval holds the area, and is wider where few groups are drawn', () => {
  const items = judged(Array.from({ length: 400 }, (_, index) => Number(index % 7 > 3 || index > 300)))
  const { aboveRandom } = qualityOf(items)
  const [from, until] = confidence(items, 'seed')
  expect(from).toBeLessThan(aboveRandom)
  expect(until).toBeGreaterThan(aboveRandom)
  const [groupsFrom, groupsUntil] = confidence(items, 'seed', (index) => Math.floor(index / 40))
  expect(groupsUntil - groupsFrom).toBeGreaterThan(until - from)
  expect(confidence(items, 'seed')).toEqual([from, until])
})
