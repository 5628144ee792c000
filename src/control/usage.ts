import { z } from 'zod'
import { type UsageGroup, type UsageRow, USAGE_ROWS_MAX } from '../storage/store.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'
import { instant, ownerId } from './fields.ts'
import { nanos, nanosOf, usd, usdOf } from './money.ts'
import { ownerFilter, scoped } from './scope.ts'

const GROUPS = [
  'model',
  'provider',
  'key',
  'organization',
  'project',
  'member',
  'user',
  'session',
  'tag',
  'dialect',
  'day',
  'hour',
] as const

const groupBy = z
  .string()
  .meta({ description: `Any of ${GROUPS.join(', ')}, parted by commas. Absent: one row for everything.` })
  .transform((text, context): readonly UsageGroup[] => {
    const names = text === '' ? [] : text.split(',').map((name) => name.trim())
    const groups = GROUPS.filter((group) => names.includes(group))
    const unknown = names.find((name) => !groups.some((group) => group === name))
    if (unknown === undefined) return groups
    const message = `takes ${GROUPS.join(', ')}, parted by commas`
    context.issues.push({ code: 'custom', message, input: text })
    return z.NEVER
  })

const group = z.string().nullable().exactOptional()

const row = z
  .object({
    model: group,
    provider: group,
    key: group,
    organization: group.describe('Null: the default one.'),
    project: group.describe('Null: the default one.'),
    member: group,
    user: group,
    session: group,
    tag: group,
    dialect: group,
    day: group.describe('`YYYY-MM-DD`, UTC.'),
    hour: group.describe('The time it begins.'),
    requests: z.int(),
    errors: z.int(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cache_read_tokens: z.int(),
    reasoning_tokens: z.int(),
    cost: usd,
    cost_nanos: nanos,
    billed: usd,
    billed_nanos: nanos,
    saved: usd.describe('USD that the cache has saved. Null: there is none.'),
    unpriced: z.int().describe('Requests whose cost is not known, and so not in `cost`.'),
  })
  .meta({
    id: 'UsageRow',
    description: 'Sums over one group. A group is null for exchanges that have no such value.',
  })

/** `/usage`: sums over the records, by any groups. */
export function usage(app: AdminApp, { store }: AdminParts): void {
  app.get(
    '/usage',
    {
      schema: {
        summary: 'Sums of requests, tokens and money',
        description: `Above ${USAGE_ROWS_MAX} rows are refused. By tag, an exchange counts under each of its tags.`,
        tags: ['usage'],
        querystring: z.strictObject({
          group_by: groupBy.default([]),
          since: instant().exactOptional().describe('Inclusive.'),
          until: instant().exactOptional().describe('Exclusive.'),
          organization_id: ownerId.exactOptional(),
          project_id: ownerId.exactOptional(),
        }),
        response: { 200: z.object({ data: z.array(row), next_cursor: z.null() }), ...failures },
      },
    },
    async ({ query: { group_by, since, until, ...owner }, actor }) => {
      await store.catchUp()
      const rows = await store.usage({
        groupBy: group_by,
        ...(since === undefined ? {} : { sinceMs: since }),
        ...(until === undefined ? {} : { untilMs: until }),
        ...scoped(actor, ownerFilter(owner)),
      })
      return { data: rows.map(rowView), next_cursor: null }
    },
  )
}

function rowView(sums: UsageRow): z.output<typeof row> {
  return {
    ...sums.groups,
    requests: sums.requests,
    errors: sums.errors,
    input_tokens: sums.inputTokens,
    output_tokens: sums.outputTokens,
    cache_read_tokens: sums.cacheReadTokens,
    reasoning_tokens: sums.reasoningTokens,
    cost: usdOf(sums.costNanos),
    cost_nanos: nanosOf(sums.costNanos),
    billed: usdOf(sums.billedNanos),
    billed_nanos: nanosOf(sums.billedNanos),
    saved: null,
    unpriced: sums.unpriced,
  }
}
