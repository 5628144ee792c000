import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HEDGE_RATIO, RatioBudget, type RatioSettings, RETRY_RATIO } from './ratio-budget.ts'

const TENTH: RatioSettings = { ratio: 0.1, minimumPerSecond: 0, burst: 5, memoryMs: 1e12 }

const earn = (budget: RatioBudget, times: number, nowMs: number) => {
  for (let count = 0; count < times; count++) budget.earn('a', nowMs)
}

/** How many can be had now, up to a thousand. */
function takeAll(budget: RatioBudget, nowMs: number, key = 'a'): number {
  let taken = 0
  while (taken < 1_000 && budget.tryTake(key, nowMs)) taken++
  return taken
}

test('ten requests pay for one more', () => {
  const budget = new RatioBudget(TENTH)
  earn(budget, 9, 0)
  expect(budget.tryTake('a', 0)).toBe(false)
  earn(budget, 1, 0)
  expect(budget.tryTake('a', 0)).toBe(true)
  expect(budget.tryTake('a', 0)).toBe(false)
})

test('no more than the burst is kept', () => {
  const budget = new RatioBudget(TENTH)
  earn(budget, 1_000, 0)
  expect(takeAll(budget, 0)).toBe(5)
})

test('what is kept fades', () => {
  const budget = new RatioBudget({ ...TENTH, memoryMs: 10_000 })
  earn(budget, 100, 0)
  expect(takeAll(budget, 10_000)).toBe(1)
  earn(budget, 100, 10_000)
  expect(takeAll(budget, 100_000)).toBe(0)
})

test('a clock that stands still or goes back gives nothing', () => {
  const budget = new RatioBudget(RETRY_RATIO)
  takeAll(budget, 1_000_000)
  expect(takeAll(budget, 1_000_000)).toBe(0)
  expect(takeAll(budget, 0)).toBe(0)
})

test('where little goes on, a retry can be had all the same, and again after some time', () => {
  const budget = new RatioBudget(RETRY_RATIO)
  expect(takeAll(budget, 0)).toBe(6)
  expect(takeAll(budget, 5_000)).toBe(0)
  expect(takeAll(budget, 20_000)).toBe(1)
  expect(takeAll(budget, 10_000_000)).toBe(6)
})

test('each key has its own, and the one unused longest is forgotten at the maximum', () => {
  const budget = new RatioBudget(TENTH, { keysMax: 2 })
  for (const key of ['a', 'b']) for (let count = 0; count < 20; count++) budget.earn(key, 0)
  expect(budget.tryTake('a', 0)).toBe(true)
  budget.earn('c', 0)
  expect(takeAll(budget, 0, 'a')).toBe(1)
  expect(takeAll(budget, 0, 'b')).toBe(0)
})

describe('storms', () => {
  const events = fc.array(fc.record({ gapMs: fc.nat(3_000), requests: fc.nat(30), wanted: fc.nat(60) }), {
    maxLength: 60,
  })
  const settings = fc.record({
    ratio: fc.double({ min: 0, max: 0.5, noNaN: true }),
    minimumPerSecond: fc.double({ min: 0, max: 2, noNaN: true }),
    burst: fc.double({ min: 0, max: 30, noNaN: true }),
    memoryMs: fc.integer({ min: 1_000, max: 600_000 }),
  })

  test('over any history, extra calls are at most ratio × requests + minimum × time + burst', () => {
    fc.assert(
      fc.property(events, settings, (history, chosen) => {
        const budget = new RatioBudget(chosen)
        let nowMs = 0
        let requests = 0
        let extra = 0
        for (const event of history) {
          nowMs += event.gapMs
          requests += event.requests
          earn(budget, event.requests, nowMs)
          for (let count = 0; count < event.wanted; count++) if (budget.tryTake('a', nowMs)) extra++
          const fromTime = (chosen.minimumPerSecond * nowMs) / 1_000
          expect(extra).toBeLessThanOrEqual(chosen.ratio * requests + fromTime + chosen.burst + 1e-6)
        }
      }),
    )
  })

  test('an outage in which every request would be tried three times makes a tenth more calls', () => {
    const budget = new RatioBudget(RETRY_RATIO)
    let retries = 0
    for (let nowMs = 0; nowMs < 600_000; nowMs += 10) {
      budget.earn('a', nowMs)
      for (let retry = 0; retry < 2; retry++) if (budget.tryTake('a', nowMs)) retries++
    }
    expect(retries).toBeGreaterThan(5_900)
    expect(retries).toBeLessThanOrEqual(60_000 * 0.1 + 600 * 0.1 + 20)
  })

  test('hedges earn by success, so in a full outage they stop', () => {
    const budget = new RatioBudget(HEDGE_RATIO)
    const wanted = (fromMs: number, toMs: number, isUp: boolean) => {
      let hedges = 0
      for (let nowMs = fromMs; nowMs < toMs; nowMs += 10) {
        if (isUp) budget.earn('a', nowMs)
        if (budget.tryTake('a', nowMs)) hedges++
      }
      return hedges
    }
    const healthy = wanted(0, 60_000, true)
    expect(healthy).toBeGreaterThan(290)
    expect(healthy).toBeLessThanOrEqual(300)
    earn(budget, 1_000, 60_000)
    expect(wanted(60_000, 61_000, false)).toBeLessThanOrEqual(HEDGE_RATIO.burst)
    expect(wanted(61_000, 600_000, false)).toBe(0)
    expect(wanted(600_000, 601_000, true)).toBe(5)
  })
})
