import { z } from 'zod'
import { ON_EXHAUSTED } from '../core/budget.ts'
import { SCOPE_TYPES } from '../core/scope.ts'
import { named } from './containers.ts'
import { DEFAULTS } from './defaults.ts'
import { choice, instant, number, scalar, text, timeZone } from './scalars.ts'
import { usd } from './schema-route.ts'

const COUNT_MAX = 1_000_000_000_000
/** Thirty years: a sum of milliseconds stays exact far beyond. */
const SECONDS_MAX = 1_000_000_000
const MATCH_MAX = 1_000

/** One entry of `limits`. */
export function limitSchema() {
  return z.strictObject({
    scope: choice(SCOPE_TYPES.filter((type) => type !== 'provider')),
    match: matchSchema(),
    ...rates(),
    models: named(z.strictObject(rates()), {
      pattern: /^[\x21-\x7e]{1,256}$/,
      description: 'Further limits by requested model name.',
    }).exactOptional(),
  })
}

/** One entry of `budgets`. */
export function budgetSchema() {
  const { window, on_exhausted } = DEFAULTS.budget
  return z.strictObject({
    scope: choice(SCOPE_TYPES),
    match: matchSchema(),
    ...amounts(),
    window: windowSchema().prefault(window),
    time_zone: timeZone().exactOptional().describe('Where days, weeks and months begin. Absent: UTC.'),
    on_exhausted: choice(ON_EXHAUSTED).prefault(on_exhausted),
    downgrade_to: text({ pattern: /^[\x21-\x7e]{1,256}$/, must: 'must be a model name' })
      .exactOptional()
      .describe('With downgrade: the model that is asked instead.'),
    alert_at: z
      .array(number({ min: 1, max: 1_000, whole: false }))
      .max(10)
      .exactOptional()
      .describe('Percentages that are told of when they are reached, once in a window.'),
    increase: z
      .strictObject({ ...amounts(), until: instant() })
      .exactOptional()
      .describe('So much more, until then.'),
  })
}

/** `7d` and `24h` roll; the others begin at midnight. */
export function windowSchema() {
  const words = ['day', 'week', 'month', 'lifetime'] as const
  const json = { type: 'string', pattern: '^(day|week|month|lifetime|[1-9]\\d{0,2}[dh])$|\\$\\{' }
  return scalar(json, (value, refuse) => {
    const word = words.find((each) => each === value)
    if (word !== undefined) return word
    const [, count, unit] = typeof value === 'string' ? (/^([1-9]\d{0,2})([dh])$/.exec(value) ?? []) : []
    if (count === undefined)
      return refuse('must be day, week, month, lifetime, days such as 7d or hours such as 24h')
    return unit === 'd' ? { days: Number(count) } : { hours: Number(count) }
  })
}

function matchSchema() {
  return z
    .array(text({ pattern: /^.{1,256}$/s, must: 'must be an id, or a pattern with *' }))
    .min(1)
    .max(MATCH_MAX)
    .exactOptional()
    .describe('Ids, or patterns with *. Absent: each of that scope.')
}

function rates() {
  const count = () => number({ min: 1, max: COUNT_MAX, whole: true, suffixes: true }).exactOptional()
  return {
    rpm: count().describe('Requests in a minute.'),
    rph: count().describe('Requests in an hour.'),
    rpd: count().describe('Requests in a day.'),
    tpm: count().describe('Tokens in a minute.'),
    tpd: count().describe('Tokens in a day.'),
    concurrency: count().describe('Requests at once.'),
  }
}

function amounts() {
  const count = () => number({ min: 0, max: COUNT_MAX, whole: true, suffixes: true }).exactOptional()
  return {
    usd: usd().exactOptional(),
    tokens: count(),
    calls: count(),
    seconds: number({ min: 0, max: SECONDS_MAX, whole: true, suffixes: true })
      .exactOptional()
      .describe('Of waiting for providers.'),
  }
}
