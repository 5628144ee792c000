import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Uptime } from './uptime.ts'

const WINDOWS = { fiveMinutes: 300_000, thirtyMinutes: 1_800_000, day: 86_400_000 }

test('each window tells its own share, and nothing once all has passed out of it', () => {
  const uptime = new Uptime()
  expect(uptime.shares(0)).toEqual({ fiveMinutes: null, thirtyMinutes: null, day: null })
  uptime.count(0, 1, 0)
  uptime.count(3, 0, 600_000)
  expect(uptime.shares(600_000)).toEqual({ fiveMinutes: 1, thirtyMinutes: 0.75, day: 0.75 })
  expect(uptime.shares(1_900_000)).toEqual({ fiveMinutes: null, thirtyMinutes: 1, day: 0.75 })
  expect(uptime.shares(200_000_000)).toEqual({ fiveMinutes: null, thirtyMinutes: null, day: null })
})

test('the share is that of a span as long as the window, short of one twelfth at most', () => {
  const events = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 20_000_000 })), { maxLength: 200 })
  fc.assert(
    fc.property(events, (steps) => {
      const uptime = new Uptime()
      let nowMs = 0
      const seen = steps.map(([isGood, stepMs]) => ({ isGood, atMs: (nowMs += stepMs) }))
      for (const { isGood, atMs } of seen) uptime.count(Number(isGood), Number(!isGood), atMs)
      for (const [name, lengthMs] of Object.entries(WINDOWS)) {
        const slotMs = lengthMs / 12
        const sinceMs = (Math.floor(nowMs / slotMs) - 11) * slotMs
        const counted = seen.filter(({ atMs }) => atMs >= sinceMs)
        const good = counted.filter(({ isGood }) => isGood).length
        const share = uptime.shares(nowMs)[name as keyof typeof WINDOWS] // Object.entries widens.
        expect(share).toBe(counted.length === 0 ? null : good / counted.length)
      }
    }),
  )
})
