import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from './random.ts'

test('the same seed gives the same draws, on every machine', () => {
  const random = seededRandom('portolan')
  expect([random(), random(), random()]).toEqual([
    0.2090733393561095, 0.09615005226805806, 0.1083408968988806,
  ])
})

test('every draw is in [0, 1), for any seed', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const random = seededRandom(seed)
      for (let draw = 0; draw < 50; draw++) {
        const value = random()
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(1)
      }
    }),
  )
})

test('seeds that follow one another, as exchange ids do, spread evenly', () => {
  const buckets = new Array<number>(10).fill(0)
  for (let index = 0; index < 10_000; index++) {
    const bucket = Math.floor(seededRandom(`exc_01kaexample${index}`)() * 10)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150)
})
