import { expect, test } from 'vitest'
import type { Budget } from '../core/key.ts'
import { DAY_MS, dayOf, firstDay, renewsAtMs } from './calendar.ts'

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
  const today = dayOf(Date.parse(now))
  expect(firstDay(window, today)).toBe(Date.parse(first) / DAY_MS)
  expect(renewsAtMs(window, today)).toBe(renews === null ? null : Date.parse(renews))
})
