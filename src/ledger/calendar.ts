import type { BudgetWindow } from '../core/budget.ts'

export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000

/** What is spent is kept by quarters of an hour: every day of every time zone begins with one. */
export const SLOT_MS = 900_000

/** A stretch of time: `startMs` is inside, `endMs` is not; null: it never ends. */
export interface Period {
  readonly startMs: number
  readonly endMs: number | null
}

/** Of a window that does not roll, the one that `nowMs` is in. */
export function periodAt(
  window: Extract<BudgetWindow, string>,
  timeZone: string | undefined,
  nowMs: number,
): Period {
  if (window === 'lifetime') return { startMs: 0, endMs: null }
  const { startDay, endDay } = daysAt(window, localDay(nowMs, timeZone))
  return { startMs: midnight(startDay, timeZone), endMs: midnight(endDay, timeZone) }
}

/** How a rolling window is cut: what was counted leaves it with its step. */
export function stepsOf(window: Exclude<BudgetWindow, string>): { stepMs: number; count: number } {
  return 'days' in window
    ? { stepMs: DAY_MS, count: window.days }
    : { stepMs: SLOT_MS, count: (window.hours * HOUR_MS) / SLOT_MS }
}

/** From when on something counts towards a budget now. */
export function windowStartMs(window: BudgetWindow, timeZone: string | undefined, nowMs: number): number {
  if (typeof window === 'string') return periodAt(window, timeZone, nowMs).startMs
  const { stepMs, count } = stepsOf(window)
  return (Math.floor(nowMs / stepMs) - count + 1) * stepMs
}

/** When a budget next has more to give; null for never. */
export function renewsAtMs(window: BudgetWindow, timeZone: string | undefined, nowMs: number): number | null {
  if (typeof window === 'string') return periodAt(window, timeZone, nowMs).endMs
  const { stepMs } = stepsOf(window)
  return (Math.floor(nowMs / stepMs) + 1) * stepMs
}

/** Days since 1970, of the calendar on the wall there. */
function localDay(timeMs: number, timeZone: string | undefined): number {
  return Math.floor(wallMs(timeMs, timeZone) / DAY_MS)
}

function daysAt(window: 'day' | 'week' | 'month', day: number): { startDay: number; endDay: number } {
  switch (window) {
    case 'day':
      return { startDay: day, endDay: day + 1 }
    case 'week': {
      const monday = day - weekday(day)
      return { startDay: monday, endDay: monday + 7 }
    }
    case 'month': {
      const date = new Date(day * DAY_MS)
      const first = (later: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / DAY_MS
      return { startDay: first(0), endDay: first(1) }
    }
  }
}

/** 0 is Monday; the first of January 1970 was a Thursday. */
function weekday(day: number): number {
  return (day + 3) % 7
}

/**
 * When a day begins there. Where clocks go forward at midnight there is no such time: then the first that there is. A
 * guess is off by the distance to UTC, and by an hour more where that changes in between.
 */
function midnight(day: number, timeZone: string | undefined): number {
  const wanted = day * DAY_MS
  if (timeZone === undefined) return wanted
  const first = wanted - (wallMs(wanted, timeZone) - wanted)
  const second = first - (wallMs(first, timeZone) - wanted)
  // In a gap the guesses jump over it to and fro; the later of them is behind it.
  return wallMs(second, timeZone) === wanted ? second : Math.max(first, second)
}

/** What clocks there show, as if that were UTC. */
function wallMs(timeMs: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return timeMs
  const parts = new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone }).formatToParts(timeMs)
  const field = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  )
}

const FIELDS = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
