import { InvalidArgumentError } from 'commander'

/** `7d` as that long before `nowMs`; an ISO 8601 time as itself. Throws `InvalidArgumentError` for other text. */
export function momentBefore(text: string, nowMs: number): string {
  const span = spanMs(text)
  return span === null ? isoTime(text) : new Date(nowMs - span).toISOString()
}

/** `30d` as that long after `nowMs`; an ISO 8601 time as itself, if it is still to come. Throws as `momentBefore`. */
export function momentAfter(text: string, nowMs: number): string {
  const span = spanMs(text)
  if (span !== null) return new Date(nowMs + span).toISOString()
  const moment = isoTime(text)
  if (Date.parse(moment) > nowMs) return moment
  throw new InvalidArgumentError('That time is over.')
}

const SPAN = /^(\d{1,5})(s|m|h|d)$/
const ISO_8601 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

function spanMs(text: string): number | null {
  const [, amount, unit] = SPAN.exec(text) ?? []
  if (amount === undefined || unit === undefined) return null
  return Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS] // The pattern allows no other unit.
}

function isoTime(text: string): string {
  const timeMs = ISO_8601.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString()
  throw new InvalidArgumentError(
    'Write a span such as 30m, 24h or 7d, or a time such as 2026-01-31T12:00:00Z.',
  )
}
