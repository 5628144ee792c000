import { expect, test } from 'vitest'
import { markAtShare, type Marked, marksAboveRandom } from './mt-bench.ts'

const ASKED = Array.from({ length: 100 }, (_, index) => index)

/** Every question has both marks: the strong model is at 9, and the weak one at 5 on the first half, 9 on the rest. */
const MARKED: readonly Marked[] = ASKED.flatMap((score) => [
  { score, isStrong: true, mark: 9 },
  { score, isStrong: false, mark: score < 50 ? 5 : 9 },
])

test('the mark at a share is that of strong answers before the border and weak ones behind it', () => {
  expect(markAtShare(ASKED, MARKED, 0.5)).toBe(9)
  expect(markAtShare(ASKED, MARKED, 0.25)).toBeCloseTo(0.25 * 9 + 0.75 * ((25 * 5 + 50 * 9) / 75), 10)
  expect(markAtShare(ASKED, [], 0.5)).toBeNull()
})

test('a router that knows is above random, one that knows the opposite is below', () => {
  expect(marksAboveRandom(ASKED, MARKED, 'seed').from).toBeGreaterThan(0)
  const turned = MARKED.map((marked) => ({ ...marked, score: 99 - marked.score }))
  expect(marksAboveRandom(ASKED, turned, 'seed').until).toBeLessThan(0)
})
