import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Quantiles } from '../health-view.ts'
import { Digest } from './digest.ts'

const HALF_LIFE_MS = 300_000
const RANKS = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 }

interface Observation {
  readonly value: number
  readonly atMs: number
}

function digestOf(observations: readonly Observation[]): Digest {
  const digest = new Digest(2, 0)
  for (const { value, atMs } of observations) digest.observe(value, atMs)
  return digest
}

/** The values between which an exact quantile lies, give or take what rounding may do to a rank. */
function exactly(
  observations: readonly Observation[],
  rank: number,
  nowMs: number,
): readonly [number, number] {
  const sorted = observations
    .map(({ value, atMs }) => ({ value, weight: 2 ** ((atMs - nowMs) / HALF_LIFE_MS) }))
    .sort((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0)
  const valueAt = (least: number) => {
    let reached = 0
    return sorted.find(({ weight }) => (reached += weight) >= least)?.value ?? sorted.at(-1)?.value ?? 0
  }
  return [valueAt(total * (rank - 1e-4)), valueAt(total * (rank + 1e-4))]
}

function expectNear(told: Quantiles | null, observations: readonly Observation[], nowMs: number): void {
  for (const [name, rank] of Object.entries(RANKS)) {
    const [least, most] = exactly(observations, rank, nowMs)
    const value = told?.[name as keyof Quantiles] ?? 0 // Object.entries widens.
    expect(value, name).toBeGreaterThan(least * 0.952)
    expect(value, name).toBeLessThan(most * 1.048)
  }
}

const value = fc.double({ min: Math.log(2), max: Math.log(300_000), noNaN: true }).map(Math.exp)

test('every quantile is within 5 % of the exact one, in any order', () => {
  const values = fc.array(value, { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(values, (all) => {
      const observations = all.map((value) => ({ value, atMs: 0 }))
      expectNear(digestOf(observations).quantiles(0), observations, 0)
    }),
  )
})

test('the same with weights that halve every five minutes, over hours', () => {
  const steps = fc.array(fc.tuple(value, fc.integer({ min: 0, max: 600_000 })), {
    minLength: 1,
    maxLength: 300,
  })
  fc.assert(
    fc.property(steps, (all) => {
      let atMs = 0
      const observations = all.map(([value, stepMs]) => ({ value, atMs: (atMs += stepMs) }))
      expectNear(digestOf(observations).quantiles(atMs), observations, atMs)
    }),
  )
})

test('quantiles never fall from one rank to the next', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (all) => {
      const told = digestOf(all.map((value) => ({ value, atMs: 0 }))).quantiles(0)
      const values = Object.values(told ?? {})
      expect(values).toEqual([...values].sort((a, b) => a - b))
      expect(values.every(Number.isFinite)).toBe(true)
    }),
  )
})

test('a change of the provider shows within minutes', () => {
  const digest = new Digest(2, 0)
  for (let second = 0; second < 3_600; second++) digest.observe(200, second * 1_000)
  for (let second = 3_600; second < 4_200; second++) digest.observe(4_000, second * 1_000)
  expect(digest.quantiles(4_200_000)?.p50).toBeGreaterThan(3_800)
})

test('nothing observed is nothing known, and one observation is forgotten after ten minutes', () => {
  const digest = new Digest(2, 0)
  expect(digest.quantiles(0)).toBeNull()
  digest.observe(100, 0)
  expect(digest.quantiles(599_999)?.p99).toBeCloseTo(100, -1)
  expect(digest.quantiles(600_001)).toBeNull()
  digest.observe(5_000, 86_400_000)
  expect(digest.quantiles(86_400_000)?.p50).toBeGreaterThan(4_700)
})

test('a thousand observations a second for two days are still counted right', () => {
  const digest = new Digest(2, 0)
  for (let minute = 0; minute < 2_880; minute++) {
    digest.observe(50, minute * 60_000, 30_000)
    digest.observe(500, minute * 60_000, 30_000)
  }
  const { p50 = 0, p75 = 0 } = digest.quantiles(2_880 * 60_000) ?? {}
  expect(p50).toBeLessThan(53)
  expect(p75).toBeGreaterThan(475)
})

test('what is observed between two readings shows a tenth of a second later', () => {
  const digest = new Digest(2, 0)
  digest.observe(100, 0)
  expect(digest.quantiles(0)?.p50).toBeLessThan(105)
  for (let count = 0; count < 10; count++) digest.observe(1_000, 50)
  expect(digest.quantiles(99)?.p50).toBeLessThan(105)
  expect(digest.quantiles(100)?.p50).toBeGreaterThan(950)
})
