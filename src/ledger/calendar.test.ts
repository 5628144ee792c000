import { expect, test } from 'vitest'
import type { Budget } from '../core/budget.ts'
import { renewsAtMs, windowStartMs } from './calendar.ts'

test.each<[Budget['window'], string, string, string | null]>([
  ['day', '2026-11-22T23:59:59.999Z', '2026-11-22', '2026-11-23'],
  ['day', '2026-11-23T00:00:00.000Z', '2026-11-23', '2026-11-24'],
  ['week', '2026-11-22T12:00:00Z', '2026-11-16', '2026-11-23'], // A Sunday.
  ['week', '2026-11-23T00:00:00Z', '2026-11-23', '2026-11-30'], // A Monday.
  ['week', '2027-01-01T00:00:00Z', '2026-12-28', '2027-01-04'],
  ['month', '2028-02-29T10:00:00Z', '2028-02-01', '2028-03-01'],
  ['month', '2026-12-31T23:00:00Z', '2026-12-01', '2027-01-01'],
  ['lifetime', '2026-11-22T12:00:00Z', '1970-01-01', null],
  [{ days: 7 }, '2026-11-22T12:00:00Z', '2026-11-16', '2026-11-23'],
  [{ days: 1 }, '2026-11-22T12:00:00Z', '2026-11-22', '2026-11-23'],
])('a budget per %j at %s counts from %s and renews at %s', (window, now, first, renews) => {
  const nowMs = Date.parse(now)
  expect(windowStartMs(window, undefined, nowMs)).toBe(Date.parse(first))
  expect(renewsAtMs(window, undefined, nowMs)).toBe(renews === null ? null : Date.parse(renews))
})

test.each<[Budget['window'], string, string, string, string]>([
  ['day', 'Europe/Vienna', '2026-11-22T22:59:59Z', '2026-11-21T23:00:00Z', '2026-11-22T23:00:00Z'],
  ['day', 'Europe/Vienna', '2026-11-22T23:00:00Z', '2026-11-22T23:00:00Z', '2026-11-23T23:00:00Z'],
  // The clocks go forward on the 29th of March, and back on the 25th of October: 23 hours, and 25.
  ['day', 'Europe/Vienna', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['day', 'Europe/Vienna', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ['month', 'Europe/Vienna', '2026-10-31T23:30:00Z', '2026-10-31T23:00:00Z', '2026-11-30T23:00:00Z'],
  ['week', 'America/New_York', '2026-11-23T04:59:59Z', '2026-11-16T05:00:00Z', '2026-11-23T05:00:00Z'],
  ['day', 'Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-22T18:15:00Z', '2026-11-23T18:15:00Z'],
  // In Beirut the clocks go forward at midnight: the day begins at one.
  ['day', 'Asia/Beirut', '2026-03-29T12:00:00Z', '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z'],
])('a budget per %s in %s at %s counts from %s and renews at %s', (window, zone, now, from, renews) => {
  expect(new Date(windowStartMs(window, zone, Date.parse(now))).toISOString()).toBe(
    new Date(from).toISOString(),
  )
  expect(new Date(renewsAtMs(window, zone, Date.parse(now)) ?? 0).toISOString()).toBe(
    new Date(renews).toISOString(),
  )
})

test('hours roll by quarters', () => {
  const nowMs = Date.parse('2026-11-22T12:07:00Z')
  expect(windowStartMs({ hours: 24 }, undefined, nowMs)).toBe(Date.parse('2026-11-21T12:15:00Z'))
  expect(renewsAtMs({ hours: 24 }, undefined, nowMs)).toBe(Date.parse('2026-11-22T12:15:00Z'))
})
