import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SlidingWindow, WINDOW_BUCKETS } from './sliding-window.ts'

const MINUTE = 60_000
const START = 1_767_225_600_000

test('counts what happened in the last minute', () => {
  const window = new SlidingWindow(MINUTE)
  window.add(5, START)
  window.add(2, START + 30_000)
  expect(window.sumAt(START + 59_999)).toBe(7)
  expect(window.sumAt(START + 60_000)).toBe(2)
  expect(window.sumAt(START + 90_000)).toBe(0)
})

test('agrees with a list of everything that happened, to the bucket', () => {
  const steps = fc.array(
    fc.record({ waitMs: fc.nat({ max: 90_000 }), amount: fc.integer({ min: 1, max: 9 }) }),
  )
  fc.assert(
    fc.property(steps, (events) => {
      const window = new SlidingWindow(MINUTE)
      const log: { bucket: number; amount: number }[] = []
      let nowMs = START
      for (const { waitMs, amount } of events) {
        nowMs += waitMs
        window.add(amount, nowMs)
        const bucket = Math.floor(nowMs / 1_000)
        log.push({ bucket, amount })
        const expected = log.filter((entry) => entry.bucket > bucket - WINDOW_BUCKETS)
        expect(window.sumAt(nowMs)).toBe(expected.reduce((sum, entry) => sum + entry.amount, 0))
      }
    }),
  )
})

test('says exactly when there is room again', () => {
  const window = new SlidingWindow(MINUTE)
  window.add(3, START + 100)
  window.add(3, START + 20_000)
  for (const [allowed, roomMs] of [
    [5, START + 60_000],
    [3, START + 60_000],
    [2, START + 80_000],
    [0, START + 80_000],
  ] as const) {
    const nowMs = START + 40_000
    expect(window.fallsToMs(allowed, nowMs)).toBe(roomMs - nowMs)
  }
  expect(window.fallsToMs(6, START + 40_000)).toBe(0)
  expect(window.sumAt(START + 79_999)).toBe(3)
  expect(window.sumAt(START + 80_000)).toBe(0)
})

describe('adjust', () => {
  test('corrects a count where it was made', () => {
    const window = new SlidingWindow(MINUTE)
    window.add(100, START)
    window.add(1, START + 50_000)
    window.adjust(-90, START)
    expect(window.sumAt(START + 50_000)).toBe(11)
    expect(window.sumAt(START + 60_000)).toBe(1)
  })

  test('leaves alone what has left the window', () => {
    const window = new SlidingWindow(MINUTE)
    window.add(100, START)
    window.add(1, START + 70_000)
    window.adjust(-100, START)
    window.adjust(+500, START)
    expect(window.sumAt(START + 70_000)).toBe(1)
  })
})

describe('a clock that jumps', () => {
  test('a little back: time stands still', () => {
    const window = new SlidingWindow(MINUTE)
    window.add(5, START)
    window.add(5, START - 10_000)
    expect(window.sumAt(START - 10_000)).toBe(10)
    expect(window.sumAt(START + 59_999)).toBe(10)
    expect(window.sumAt(START + 60_000)).toBe(0)
  })

  test('far back: nothing is forgotten, and nothing waits for the old time', () => {
    const window = new SlidingWindow(MINUTE)
    window.add(5, START)
    const back = START - 86_400_000
    expect(window.sumAt(back)).toBe(5)
    expect(window.sumAt(back + 59_999)).toBe(5)
    expect(window.sumAt(back + 60_000)).toBe(0)
  })

  test('far forward: everything is over', () => {
    const window = new SlidingWindow(MINUTE)
    window.add(5, START)
    expect(window.sumAt(START + 1e12)).toBe(0)
    window.add(1, START + 1e12)
    expect(window.sumAt(START + 1e12)).toBe(1)
  })

  test('anywhere at all: the count is never negative', () => {
    const steps = fc.array(
      fc.record({
        nowMs: fc.integer({ min: 0, max: 10 * MINUTE }),
        amount: fc.integer({ min: -50, max: 50 }),
      }),
    )
    fc.assert(
      fc.property(steps, (events) => {
        const window = new SlidingWindow(MINUTE)
        for (const { nowMs, amount } of events) {
          if (amount > 0) window.add(amount, nowMs)
          else window.adjust(amount, nowMs)
          expect(window.sumAt(nowMs)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
