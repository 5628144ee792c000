import { z } from 'zod'
import type { SeenRow } from '../../storage/identity-store.ts'
import { isoTime, ownerId, time } from '../fields.ts'
import { nanos, nanosOf, usd, usdOf } from '../money.ts'
import { pageQuery } from '../page.ts'

export const seenSchema = z.object({
  id: z.string(),
  organization_id: z.string().nullable().describe('Null: the default one.'),
  requests: z.int(),
  errors: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost: usd,
  cost_nanos: nanos,
  billed: usd,
  billed_nanos: nanos,
  unpriced: z.int().describe('Requests whose cost is not known, and so not in `cost`.'),
  first_seen_at: time,
  last_seen_at: time,
})

export const seenQuery = z.strictObject({
  organization_id: ownerId.exactOptional(),
  project_id: ownerId.exactOptional(),
  ...pageQuery,
})

export function seenView(row: SeenRow): z.output<typeof seenSchema> {
  return {
    id: row.id,
    organization_id: row.organizationId,
    requests: row.requests,
    errors: row.errors,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cost: usdOf(row.costNanos),
    cost_nanos: nanosOf(row.costNanos),
    billed: usdOf(row.billedNanos),
    billed_nanos: nanosOf(row.billedNanos),
    unpriced: row.unpriced,
    first_seen_at: isoTime(row.firstMs),
    last_seen_at: isoTime(row.lastMs),
  }
}
