import type { Budget } from '../core/key.ts'

export const DAY_MS = 86_400_000

/** Days since 1970, UTC. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS)
}

/** The first day that counts towards a budget today. A rolling window of `n` days is today and the `n - 1` before. */
export function firstDay(window: Budget['window'], today: number): number {
  if (typeof window === 'object') return today - window.days + 1
  switch (window) {
    case 'day':
      return today
    case 'week':
      return today - weekday(today)
    case 'month':
      return today - new Date(today * DAY_MS).getUTCDate() + 1
    case 'lifetime':
      return 0
  }
}

/** When a budget next has more to give, in epoch milliseconds; null for never. */
export function renewsAtMs(window: Budget['window'], today: number): number | null {
  if (typeof window === 'object') return (today + 1) * DAY_MS
  switch (window) {
    case 'day':
      return (today + 1) * DAY_MS
    case 'week':
      return (today - weekday(today) + 7) * DAY_MS
    case 'month': {
      const date = new Date(today * DAY_MS)
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    }
    case 'lifetime':
      return null
  }
}

/** 0 is Monday; the first of January 1970 was a Thursday. */
function weekday(day: number): number {
  return (day + 3) % 7
}
