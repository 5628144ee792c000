import { z } from 'zod'
import { storedOwnerId } from '../core/identity.ts'

/** A field that the contract knows and this release does not: refused by name, never ignored. */
export function later() {
  return z
    .unknown()
    .transform((input, context) => {
      context.issues.push({
        code: 'custom',
        message: 'is not supported yet',
        input,
        params: { isLater: true },
      })
      return z.NEVER
    })
    .meta({ not: {}, description: 'Not supported yet.' })
    .exactOptional()
}

/** An instant as callers write it, in epoch milliseconds: an ISO 8601 time with its zone, or a date, which is UTC. */
export function instant() {
  return z
    .string()
    .meta({ format: 'date-time', description: 'ISO 8601 with a zone; a date alone begins at midnight UTC.' })
    .transform((text, context) => {
      const time = ISO_8601.test(text) ? Date.parse(text) : Number.NaN
      if (!Number.isNaN(time)) return time
      const message = 'must be an ISO 8601 time such as 2026-01-31T12:00:00Z'
      context.issues.push({ code: 'custom', message, input: text })
      return z.NEVER
    })
}

/** A span of time as callers write it, such as `24h`, in milliseconds. */
export function span({ max }: { readonly max: string }) {
  return z
    .string()
    .meta({ pattern: SPAN.source, description: `For example 30m, 24h or 7d; at most ${max}.` })
    .transform((text, context) => {
      const milliseconds = spanMs(text)
      if (milliseconds !== null && milliseconds <= (spanMs(max) ?? 0)) return milliseconds
      const message = `must be a span of time such as 30m, 24h or 7d, at most ${max}`
      context.issues.push({ code: 'custom', message, input: text })
      return z.NEVER
    })
}

/** An organization or project that is named; null where it is the default one. */
export const ownerId = z
  .string()
  .min(1)
  .max(100)
  .describe('`default` for the default one.')
  .transform(storedOwnerId)

/** An instant as it is shown. */
export const time = z.string().meta({ format: 'date-time' })

export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString()
}

export function isoTimeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs)
}

const ISO_8601 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/
const SPAN = /^(\d{1,6})(s|m|h|d)$/
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

function spanMs(text: string): number | null {
  const [, amount, unit] = SPAN.exec(text) ?? []
  if (amount === undefined || unit === undefined) return null
  return Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS] // The pattern allows no other unit.
}
