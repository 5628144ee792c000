import { z } from 'zod'
import { ownBudget } from '../budget-fields.ts'
import { instant, later, ownerId } from '../fields.ts'
import { scopeFields } from './key-scope-fields.ts'

const COUNT_MAX = 1_000_000_000_000
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
  budgets: z.array(ownBudget).max(BUDGETS_MAX).exactOptional().describe('The strictest applies.'),
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
