import { z } from 'zod'
import { usdToNanos } from '../../core/money.ts'
import type { Budget } from '../../core/key.ts'
import { instant, later, ownerId } from '../fields.ts'
import { scopeFields } from './key-scope-fields.ts'

const COUNT_MAX = 1_000_000_000_000
/** Nano-dollars stay exact in a number up to here. */
const USD_MAX = 9_000_000
const MODELS_MAX = 1_000
const BUDGETS_MAX = 16
const TAGS_MAX = 32
const METADATA_CHARS_MAX = 8_192

const limit = () => z.int().min(1).max(COUNT_MAX).exactOptional()

const rates = {
  rpm: limit().describe('Requests in a minute.'),
  rph: limit().describe('Requests in an hour.'),
  rpd: limit().describe('Requests in a day.'),
  tpm: limit().describe('Tokens in a minute.'),
  tpd: limit().describe('Tokens in a day.'),
  concurrency: limit().describe('Requests at once.'),
}

export const limitsSchema = z
  .strictObject({
    ...rates,
    models: z
      .record(z.string().min(1).max(256), z.strictObject(rates))
      .exactOptional()
      .describe('Further limits by requested model name.'),
  })
  .describe('Each must have room. None: no limit.')

export const keyRole = z
  .enum(['inference', 'viewer', 'admin'])
  .describe('inference calls models; viewer reads the admin API; admin does all.')

export const windowSchema = z
  .string()
  .regex(/^(?:day|week|month|lifetime|[1-9]\d{0,2}d)$/, 'use day, week, month, lifetime, or days such as 7d')
  .describe('day, week and month begin at midnight UTC; 7d rolls.')

const budget = z
  .strictObject({
    usd: z.number().min(0).max(USD_MAX).exactOptional(),
    tokens: z.int().min(0).max(COUNT_MAX).exactOptional(),
    calls: z.int().min(0).max(COUNT_MAX).exactOptional(),
    window: windowSchema.default('lifetime'),
    on_exhausted: z.enum(['deny', 'downgrade', 'warn']).default('deny'),
  })
  .superRefine(({ usd, tokens, calls, on_exhausted }, context) => {
    const amounts = [usd, tokens, calls].filter((amount) => amount !== undefined)
    if (amounts.length !== 1)
      context.addIssue({ code: 'custom', message: 'needs exactly one of usd, tokens and calls' })
    if (on_exhausted !== 'deny')
      context.addIssue({
        code: 'custom',
        message: `${on_exhausted} is not supported yet`,
        path: ['on_exhausted'],
        params: { isLater: true },
      })
  })
  .transform(
    ({ usd, tokens, calls, window }): Budget => ({
      ...(usd === undefined ? {} : { usdNanos: usdToNanos(usd) }),
      ...(tokens === undefined ? {} : { tokens }),
      ...(calls === undefined ? {} : { calls }),
      window: windowOf(window),
      onExhausted: 'deny',
    }),
  )

const metadata = z
  .record(z.string(), z.unknown())
  .refine(
    (value) => JSON.stringify(value).length <= METADATA_CHARS_MAX,
    `must be at most ${METADATA_CHARS_MAX} characters of JSON`,
  )

export const keyName = z.string().min(1).max(200)

/** What can be said of a key beside its name. A change replaces each field that it names whole. */
export const keyFields = {
  models: z
    .array(z.string().min(1).max(256))
    .max(MODELS_MAX)
    .nullable()
    .exactOptional()
    .describe('Names, or patterns with `*`. Null allows every model, an empty list none.'),
  providers: scopeFields.providers.exactOptional(),
  routes: scopeFields.routes.exactOptional(),
  dialects: scopeFields.dialects.exactOptional(),
  ip_ranges: scopeFields.ip_ranges.exactOptional(),
  limits: limitsSchema.exactOptional(),
  budgets: z.array(budget).max(BUDGETS_MAX).exactOptional().describe('The strictest applies.'),
  expires_at: instant().nullable().exactOptional(),
  role: keyRole.exactOptional(),
  tags: z.array(z.string().min(1).max(256)).max(TAGS_MAX).exactOptional(),
  metadata: metadata.nullable().exactOptional(),
  organization_id: ownerId
    .nullable()
    .exactOptional()
    .describe('Follows from the project where one is named. Of a key that administers: what it is held to.'),
  project_id: ownerId.nullable().exactOptional(),
  guardrails: later(),
  route: later(),
}

function windowOf(text: string): Budget['window'] {
  switch (text) {
    case 'day':
    case 'week':
    case 'month':
    case 'lifetime':
      return text
    default:
      return { days: Number.parseInt(text, 10) }
  }
}
