import { type AliasedRawBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import { GatewayError } from '../core/error.ts'
import { capped, exact } from './exact.ts'
import type { Schema } from './schema.ts'
import { USAGE_ROWS_MAX, type UsageGroup, type UsageQuery, type UsageRow } from './store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

type GroupValue = string | number | null

/** Times are grouped by whole numbers of hours or days since 1970: integer division, the same in every database. */
const EXPRESSIONS: Readonly<Record<UsageGroup, RawBuilder<GroupValue>>> = {
  model: sql.ref('exchanges.model'),
  provider: sql.ref('exchanges.provider'),
  key: sql.ref('exchanges.key_id'),
  organization: sql.ref('exchanges.organization_id'),
  project: sql.ref('exchanges.project_id'),
  member: sql.ref('exchanges.member_id'),
  user: sql.ref('exchanges.end_user'),
  session: sql.ref('exchanges.session'),
  tag: sql.ref('exchange_tags.tag'),
  dialect: sql.ref('exchanges.dialect'),
  day: sql`${sql.ref('exchanges.time_ms')} / ${sql.lit(DAY_MS)}`,
  hour: sql`${sql.ref('exchanges.time_ms')} / ${sql.lit(HOUR_MS)}`,
}

export async function usage(db: Kysely<Schema>, query: UsageQuery): Promise<readonly UsageRow[]> {
  const groups = [...new Set(query.groupBy)]
  const rows = await selectSums(db, query, groups).execute()
  if (rows.length > USAGE_ROWS_MAX) {
    const message = `More than ${USAGE_ROWS_MAX} groups; ask for a shorter time or fewer groups.`
    throw new GatewayError('invalid_request', message, { param: 'group_by' })
  }
  return rows.map((row) => toUsageRow(row, groups))
}

function selectSums(db: Kysely<Schema>, asked: UsageQuery, groups: readonly UsageGroup[]) {
  const { sinceMs, untilMs, organizationId, projectId } = asked
  const keys = groups.map((group) => EXPRESSIONS[group])
  let query = db
    .selectFrom('exchanges')
    .$if(groups.includes('tag'), (select) =>
      select.leftJoin('exchange_tags', 'exchange_tags.exchange_seq', 'exchanges.seq'),
    )
    .select(groups.map((group): AliasedRawBuilder<GroupValue, UsageGroup> => EXPRESSIONS[group].as(group)))
    .select(({ fn }) => [
      fn.countAll<number>().as('requests'),
      fn.count<number>('error_code').as('errors'),
      fn.sum<number | null>('input_tokens').as('input_tokens'),
      fn.sum<number | null>('output_tokens').as('output_tokens'),
      fn.sum<number | null>('cache_read_tokens').as('cache_read_tokens'),
      fn.sum<number | null>('reasoning_tokens').as('reasoning_tokens'),
      fn.sum<number | null>('cost_nanos').as('cost_nanos'),
      fn.count<number>('cost_nanos').as('priced'),
      fn.sum<number | null>('billed_nanos').as('billed_nanos'),
    ])
    .limit(USAGE_ROWS_MAX + 1)
  if (sinceMs !== undefined) query = query.where('exchanges.time_ms', '>=', sinceMs)
  if (untilMs !== undefined) query = query.where('exchanges.time_ms', '<', untilMs)
  for (const [column, id] of [
    ['exchanges.organization_id', organizationId],
    ['exchanges.project_id', projectId],
  ] as const) {
    if (id !== undefined) query = id === null ? query.where(column, 'is', null) : query.where(column, '=', id)
  }
  if (keys.length > 0) query = query.groupBy(keys)
  for (const key of keys) query = query.orderBy(key)
  return query
}

type SumRow = Awaited<ReturnType<ReturnType<typeof selectSums>['execute']>>[number]

function toUsageRow(row: SumRow, groups: readonly UsageGroup[]): UsageRow {
  return {
    groups: Object.fromEntries(groups.map((group) => [group, groupLabel(group, row[group])])),
    requests: row.requests,
    errors: row.errors,
    inputTokens: capped(row.input_tokens ?? 0),
    outputTokens: capped(row.output_tokens ?? 0),
    cacheReadTokens: capped(row.cache_read_tokens ?? 0),
    reasoningTokens: capped(row.reasoning_tokens ?? 0),
    costNanos: knownSum(row.cost_nanos, row.requests),
    billedNanos: knownSum(row.billed_nanos, row.requests),
    unpriced: row.requests - row.priced,
  }
}

/** SQL's sum is null where every value is, and also where there are no rows; only the first means "not known". */
function knownSum(sum: number | null, requests: number): number | null {
  if (sum === null) return requests === 0 ? 0 : null
  return exact(sum)
}

function groupLabel(group: UsageGroup, value: GroupValue): string | null {
  if (typeof value !== 'number') return value
  return group === 'day'
    ? new Date(value * DAY_MS).toISOString().slice(0, 10)
    : new Date(value * HOUR_MS).toISOString()
}
