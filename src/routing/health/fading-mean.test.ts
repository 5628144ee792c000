import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FadingMean } from './fading-mean.ts'

const RULES = { halfLifeMs: 1_000, weightMin: 2, assumed: 0.5, assumedWeight: 3 }

test('it is the mean of all, each with its weight halved by each half-life, and of what was assumed', () => {
  const values = fc.array(
    fc.record({
      value: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
      stepMs: fc.nat(3_000),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(values, (all) => {
      const mean = new FadingMean(RULES)
      let nowMs = 0
      const seen = all.map(({ value, weight, stepMs }) => ({ value, weight, atMs: (nowMs += stepMs) }))
      for (const { value, weight, atMs } of seen) mean.observe(value, weight, atMs)
      const faded = seen.map(({ value, weight, atMs }) => ({
        value,
        weight: weight * 2 ** ((atMs - nowMs) / 1_000),
      }))
      const weight = faded.reduce((sum, each) => sum + each.weight, 0)
      const sum = faded.reduce((total, each) => total + each.value * each.weight, 0)
      fc.pre(Math.abs(weight - RULES.weightMin) > 1e-6)
      if (weight < RULES.weightMin) expect(mean.at(nowMs)).toBeNull()
      else expect(mean.at(nowMs)).toBeCloseTo((0.5 * 3 + sum) / (3 + weight), 9)
    }),
  )
})

test('what was known once is forgotten', () => {
  const mean = new FadingMean(RULES)
  mean.observe(1, 8, 0)
  expect(mean.at(2_000)).not.toBeNull()
  expect(mean.at(2_001)).toBeNull()
})
