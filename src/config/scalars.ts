import { z } from 'zod'
import { isTimeZone } from '../core/time-zone.ts'
import { nearest } from './nearest.ts'

/** The served JSON Schema sees the file before `${NAME}` is replaced, so every scalar may also hold a reference. */
const REFERENCE = '\\$\\{'
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Reports what is wrong as a phrase that follows the key's name, e.g. `must be true or false`. */
type Refuse = (message: string, more?: { suggestion?: string | null; atKey?: boolean }) => never

/**
 * One scalar: `read` turns what the file holds into what the house uses, `json` says the same to a JSON Schema. Values
 * are never repeated in messages, because any of them may have come from the environment and be a secret.
 */
export function scalar<Value>(json: object, read: (value: unknown, refuse: Refuse) => Value) {
  return z
    .unknown()
    .transform((value, context): Value => {
      const refuse: Refuse = (message, more = {}) => {
        context.issues.push({ code: 'custom', message, input: value, params: more })
        return z.NEVER
      }
      return value === undefined ? refuse('is required') : read(value, refuse)
    })
    .meta({ ...json })
}

/** Text that matches `pattern`. `must` is the phrase that says so, e.g. `must be a path`. */
export function text({ pattern, must }: { pattern: RegExp; must: string }) {
  return scalar({ type: 'string', pattern: orReference(pattern) }, (value, refuse) => {
    if (typeof value !== 'string') return refuse('must be text; put it in quotes')
    return pattern.test(value) ? value : refuse(must)
  })
}

/** A number, also as text, since that is what the environment gives. `suffixes` adds `400k` and `100M`. */
export function number(rule: { min: number; max: number; whole: boolean; suffixes?: boolean }) {
  const { min, max, whole, suffixes = false } = rule
  const pattern = suffixes ? /^(\d+(?:\.\d+)?)([kM]?)$/ : /^(-?\d+(?:\.\d+)?)$/
  const json = {
    type: [whole ? 'integer' : 'number', 'string'],
    minimum: min,
    maximum: max,
    pattern: orReference(pattern),
  }
  const must = `must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`
  return scalar(json, (value, refuse) => {
    if (typeof value === 'string' && /^\d+(?:\.\d+)?%$/.test(value))
      return refuse(`${must}, not a percentage`)
    const result = typeof value === 'string' ? numberFrom(pattern.exec(value)) : value
    if (typeof result !== 'number' || !(result >= min && result <= max)) return refuse(must)
    return whole && !Number.isInteger(result) ? refuse(must) : result
  })
}

/** An ISO 8601 time with its zone, in epoch milliseconds; a date alone begins at midnight UTC. */
export function instant() {
  return scalar({ type: 'string', pattern: orReference(INSTANT) }, (value, refuse) => {
    const timeMs = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(timeMs) ? refuse('must be an ISO 8601 time such as 2026-01-31T12:00:00Z') : timeMs
  })
}

/** A name such as `Europe/Vienna`. */
export function timeZone() {
  return scalar({ type: 'string' }, (value, refuse) => {
    if (typeof value === 'string' && isTimeZone(value)) return value
    return refuse('must be the name of a time zone such as Europe/Vienna')
  })
}

/** `500ms`, `10s`, `5m`, `1h`, `30d`, in milliseconds. The bounds are durations too. */
export function duration({ min, max }: { min: string; max: string }) {
  const minMs = durationMs(min)
  const maxMs = durationMs(max)
  if (minMs === null || maxMs === null) throw new RangeError(`${min} and ${max} must be durations.`)
  return scalar({ type: 'string', pattern: orReference(DURATION) }, (value, refuse) => {
    const ms = typeof value === 'string' ? durationMs(value) : null
    if (ms === null) return refuse('must be a duration such as 500ms, 10s, 5m, 1h or 30d')
    return ms >= minMs && ms <= maxMs ? ms : refuse(`must be a duration from ${min} to ${max}`)
  })
}

export function boolean() {
  const json = { type: ['boolean', 'string'], pattern: orReference(/^(true|false)$/) }
  return scalar(json, (value, refuse) => {
    if (value === true || value === 'true') return true
    return value === false || value === 'false' ? false : refuse('must be true or false')
  })
}

/** One word of a closed list. Those in `later` are known, and refused as not supported yet. */
export function choice<const Word extends string>(words: readonly Word[], later: readonly string[] = []) {
  const json = { type: 'string', anyOf: [{ enum: words }, { pattern: REFERENCE }] }
  return scalar(json, (value, refuse) => {
    const word = words.find((each) => each === value)
    if (word !== undefined) return word
    if (typeof value !== 'string') return refuse(`must be one of ${words.join(', ')}`)
    if (later.includes(value)) return refuse(`${value} is not supported yet`)
    return refuse(`must be one of ${words.join(', ')}`, { suggestion: nearest(value, words) })
  })
}

/** A key that the contract knows and this release does not: refused, never ignored. */
export function later() {
  return scalar({ not: {}, description: 'Not supported yet.' }, (_, refuse): never =>
    refuse('is not supported yet', { atKey: true }),
  ).exactOptional()
}

const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/

function durationMs(value: string): number | null {
  const [, amount, unit] = DURATION.exec(value) ?? []
  if (amount === undefined || unit === undefined) return null
  return Math.round(Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]) // The pattern allows no other unit.
}

/** `4.35k` as `4.35e3`: the exponent keeps decimals exact where a multiplication would not. */
function numberFrom(match: RegExpExecArray | null): number | null {
  if (match === null) return null
  const exponent = match[2] === 'k' ? 'e3' : match[2] === 'M' ? 'e6' : ''
  return Number(`${match[1]}${exponent}`)
}

function orReference(pattern: RegExp): string {
  return `${pattern.source}|${REFERENCE}`
}
