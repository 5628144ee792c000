import { z } from 'zod'
import { DEFAULTS } from './defaults.ts'
import { choice, duration, number, scalar } from './scalars.ts'

const { hedge: HEDGE, price_guard: PRICE_GUARD, sticky: STICKY } = DEFAULTS.route

export function hedgeSchema() {
  return z
    .strictObject({
      after: hedgeDelay()
        .prefault(HEDGE.after)
        .describe('How late the first token must be: a percentile of the target itself, or a duration.'),
      max_ratio: number({ min: 0, max: 1, whole: false })
        .prefault(HEDGE.max_ratio)
        .describe('The share of requests that may be hedged.'),
    })
    .meta({ description: 'When a second target is asked beside the first.' })
}

export function priceGuardSchema() {
  return z
    .strictObject({
      max_rise: percentage().describe('In per cent of the former price.'),
      action: choice(['shift', 'alert'])
        .prefault(PRICE_GUARD.action)
        .describe('shift: the traffic goes to the next best.'),
    })
    .meta({ description: 'What a price that rises by more than this does.' })
}

export function thresholdsSchema() {
  return z
    .strictObject({
      error_rate: percentage().exactOptional().describe('Of the attempts of the last five minutes.'),
      ttft: duration({ min: '1ms', max: '1h' })
        .exactOptional()
        .describe('The time to the first token that one in ten exceeds.'),
      quality: number({ min: 0, max: 1, whole: false })
        .exactOptional()
        .describe('The least that is good enough; see feedback.'),
    })
    .meta({
      description: 'Limits of your own. The traffic leaves a target that is past one, and comes back.',
    })
}

export function stickySchema() {
  return z
    .strictObject({
      by: choice(['session', 'user', 'prefix']).prefault(STICKY.by).describe('What is kept together.'),
      ttl: duration({ min: '1s', max: '365d' })
        .exactOptional()
        .describe('After so long a target is drawn anew. Without it: never.'),
    })
    .meta({ description: 'Keeps a conversation on one target.' })
}

function hedgeDelay() {
  const words = ['p90', 'p95', 'p99'] as const
  const wait = duration({ min: '1ms', max: '1h' })
  const json = { type: 'string', pattern: '^(?:p90|p95|p99|\\d+(?:\\.\\d+)?(?:ms|s|m|h))$|\\$\\{' }
  return scalar(json, (value, refuse) => {
    const word = words.find((each) => each === value)
    if (word !== undefined) return word
    const parsed = wait.safeParse(value)
    return parsed.success ? parsed.data : refuse('must be p90, p95, p99 or a duration from 1ms to 1h')
  })
}

/** `20%` as 0.2. A bare number could mean either, so it is refused. */
function percentage() {
  const pattern = /^(\d{1,4}(?:\.\d+)?)%$/
  return scalar({ type: 'string', pattern: `${pattern.source}|\\$\\{` }, (value, refuse) => {
    const [, amount] = typeof value === 'string' ? (pattern.exec(value) ?? []) : []
    return amount === undefined ? refuse('must be a percentage such as 20%') : Number(`${amount}e-2`)
  })
}
