import { z } from 'zod'
import { ALERT_TYPES } from '../core/alert.ts'
import { DEFAULTS } from './defaults.ts'
import { choice, duration, number, scalar, text } from './scalars.ts'

const PROMPT_CHARS_MAX = 20_000
const CANARIES_MAX = 20

/** Whom to tell when something passes a limit. */
export function alertSchema() {
  return z.strictObject({
    on: z.array(choice(ALERT_TYPES)).min(1).describe('What to tell of.'),
    webhook: webhookUrl().describe('Gets a POST with JSON for each.'),
    secret: text({ pattern: /^[\x21-\x7e]{8,512}$/, must: 'must be 8 to 512 characters without spaces' })
      .exactOptional()
      .describe('Signs what is sent, as standardwebhooks.com has it.'),
  })
}

/** Questions whose answers tell whether a model is as good as it was. */
export function canariesSchema() {
  return z
    .array(
      z.strictObject({
        prompt: words(PROMPT_CHARS_MAX).describe('Asked of every target of the route.'),
        expect: expectSchema(),
        every: duration({ min: '10s', max: '7d' }).prefault(DEFAULTS.canary.every),
        max_tokens: number({ min: 1, max: 100_000, whole: true }).prefault(DEFAULTS.canary.max_tokens),
      }),
    )
    .max(CANARIES_MAX)
    .describe('Asked now and then, to notice when a model gets worse: see thresholds.quality.')
}

/** How often standby targets are asked something small. */
export function standbyProbeSchema() {
  const every = duration({ min: '5s', max: '7d' })
  const json = { type: 'string', pattern: '^(?:off|\\d+(?:\\.\\d+)?(?:ms|s|m|h|d))$|\\$\\{' }
  return scalar(json, (value, refuse) => {
    if (value === 'off') return null
    const parsed = every.safeParse(value)
    return parsed.success ? parsed.data : refuse('must be off or a duration from 5s to 7d')
  }).prefault(DEFAULTS.route.standby_probe)
}

function expectSchema() {
  return z
    .strictObject({
      contains: words(1_000).exactOptional().describe('Whatever the letter case.'),
      equals: words(1_000).exactOptional().describe('But for white space around it.'),
      matches: pattern().exactOptional().describe('A regular expression.'),
    })
    .refine((said) => Object.keys(said).length === 1, {
      message: 'needs exactly one of contains, equals and matches',
    })
    .describe('What a good answer is.')
}

function words(charsMax: number) {
  return text({
    pattern: new RegExp(`^[\\s\\S]{1,${charsMax}}$`),
    must: `must be 1 to ${charsMax} characters`,
  })
}

function pattern() {
  return scalar({ type: 'string' }, (value, refuse) => {
    try {
      if (typeof value === 'string' && value !== '' && value.length <= 1_000) return new RegExp(value, 'u')
    } catch {
      // Told below, together with what is no text.
    }
    return refuse('must be a regular expression')
  })
}

function webhookUrl() {
  return scalar({ type: 'string', pattern: '^https?://|\\$\\{' }, (value, refuse) => {
    const url = typeof value === 'string' && value.length <= 2048 ? URL.parse(value) : null
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      return refuse('must be an http:// or https:// address')
    if (url.username !== '' || url.password !== '') return refuse('must not hold a user name or password')
    return url.href
  })
}
