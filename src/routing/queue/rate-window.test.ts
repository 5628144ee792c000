import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateWindow } from './rate-window.ts'

const MINUTE = 60_000

test('has room for the limit at once, and then for what has left the minute', () => {
  const window = new RateWindow(10)
  window.add(6, 500)
  window.add(4, 30_000)
  expect(window.roomAtMs(1, 30_000)).toBe(61_000)
  expect(window.roomAtMs(6, 30_000)).toBe(61_000)
  expect(window.roomAtMs(7, 30_000)).toBe(91_000)
  expect(window.roomAtMs(6, 61_000)).toBe(61_000)
})

test('what is larger than the limit goes when it is alone', () => {
  const window = new RateWindow(10)
  expect(window.roomAtMs(500, 0)).toBe(0)
  window.add(500, 0)
  expect(window.roomAtMs(1, 100)).toBe(61_000)
  expect(window.roomAtMs(500, 30_000)).toBe(61_000)
  window.add(1, 61_000)
  expect(window.roomAtMs(500, 61_000)).toBe(122_000)
})

test('without a limit there is always room', () => {
  const window = new RateWindow(Number.POSITIVE_INFINITY)
  window.add(1e12, 0)
  expect(window.roomAtMs(1e12, 1)).toBe(1)
})

test('a correction counts where the estimate was counted, and not below nothing', () => {
  const window = new RateWindow(100)
  window.add(100, 0)
  window.add(0, 20_000)
  window.adjust(-60, 0)
  expect(window.roomAtMs(60, 20_000)).toBe(20_000)
  expect(window.roomAtMs(61, 20_000)).toBe(61_000)
  window.adjust(-1_000, 0)
  expect(window.roomAtMs(100, 20_000)).toBe(20_000)
  window.adjust(500, 0)
  expect(window.roomAtMs(1, 20_000)).toBe(61_000)
  window.adjust(500, -5_000)
  expect(window.roomAtMs(1, 61_000)).toBe(61_000)
})

test('what has left the window cannot be corrected any more', () => {
  const window = new RateWindow(100)
  window.add(100, 0)
  window.add(10, 70_000)
  window.adjust(90, 0)
  expect(window.roomAtMs(90, 70_000)).toBe(70_000)
})

test('no minute holds more than the limit, and room comes when it is said to come', () => {
  const arrivals = fc.array(fc.record({ gapMs: fc.nat(20_000), amount: fc.integer({ min: 1, max: 40 }) }), {
    maxLength: 80,
  })
  fc.assert(
    fc.property(arrivals, fc.nat(10_000_000), (events, startMs) => {
      const window = new RateWindow(50)
      const log: { atMs: number; amount: number }[] = []
      let nowMs = startMs
      for (const { gapMs, amount } of events) {
        nowMs += gapMs
        const roomAtMs = window.roomAtMs(amount, nowMs)
        expect(window.roomAtMs(amount, roomAtMs)).toBe(roomAtMs)
        if (roomAtMs > nowMs) {
          const bucketMs = roomAtMs - 1_000
          const held = log.filter(({ atMs }) => atMs >= bucketMs - MINUTE && atMs <= nowMs)
          expect(held.reduce((sum, each) => sum + each.amount, amount)).toBeGreaterThan(50)
        }
        nowMs = roomAtMs
        window.add(amount, nowMs)
        log.push({ atMs: nowMs, amount })
        const lastMinute = log.filter(({ atMs }) => atMs > nowMs - MINUTE)
        expect(lastMinute.reduce((sum, each) => sum + each.amount, 0)).toBeLessThanOrEqual(50)
      }
    }),
  )
})
