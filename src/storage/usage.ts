import { type AliasedRawBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import { GatewayError } from '../core/error.ts'
import { capped, exact } from './exact.ts'
import { rollupFloors } from './rollup-floors.ts'
import { DAY_MS, HOUR_MS, WIDTHS_MS } from './rollups.ts'
import type { Schema } from './schema.ts'
import { type OwnerFilter, USAGE_ROWS_MAX, type UsageGroup, type UsageQuery, type UsageRow } from './store.ts'
import { cover, type Stretch, type Width } from './usage-cover.ts'

type GroupValue = string | number | null
type GroupExpressions = Readonly<Record<UsageGroup, RawBuilder<GroupValue>>>

/** Times are grouped by whole numbers of hours or days since 1970: integer division, the same in every database. */
const OF_EXCHANGES: GroupExpressions = {
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

const OF_ROLLUPS: Readonly<Partial<GroupExpressions>> = {
  model: sql`nullif(${sql.ref('usage_rollups.model')}, '')`,
  provider: sql`nullif(${sql.ref('usage_rollups.provider')}, '')`,
  dialect: sql.ref('usage_rollups.dialect'),
  day: sql`${sql.ref('usage_rollups.start_ms')} / ${sql.lit(DAY_MS)}`,
  hour: sql`${sql.ref('usage_rollups.start_ms')} / ${sql.lit(HOUR_MS)}`,
}

/** To be called with a view of the database at one moment: what leaves the roll-ups must not leave the sum. */
export async function usage(db: Kysely<Schema>, query: UsageQuery): Promise<readonly UsageRow[]> {
  const groups = [...new Set(query.groupBy)]
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = query
  const stretches = cover(sinceMs, untilMs, await widthsFor(db, query))
  const rows = await sumUp(db, stretches, query, groups).execute()
  if (rows.length > USAGE_ROWS_MAX) {
    const message = `More than ${USAGE_ROWS_MAX} groups; ask for a shorter time or fewer groups.`
    throw new GatewayError('invalid_request', message, { param: 'group_by' })
  }
  return rows.map((row) => toUsageRow(row, groups))
}

/** None where something is asked for that the roll-ups do not tell apart. */
async function widthsFor(
  db: Kysely<Schema>,
  { groupBy, organizationId, projectId }: UsageQuery,
): Promise<readonly Width[]> {
  if (organizationId !== undefined || projectId !== undefined) return []
  if (groupBy.some((group) => OF_ROLLUPS[group] === undefined)) return []
  const floors = await rollupFloors(db)
  return WIDTHS_MS.filter((widthMs) => widthMs <= HOUR_MS || !groupBy.includes('hour')).map((widthMs) => ({
    widthMs,
    sinceMs: floors.get(widthMs) ?? Number.NEGATIVE_INFINITY,
  }))
}

/** What is summed up in one stretch, by the names of its groups. A sum of which nothing is known is null. */
interface Sums extends Readonly<Record<UsageGroup, GroupValue>> {
  readonly requests: number
  readonly errors: number
  readonly input_tokens: number | null
  readonly output_tokens: number | null
  readonly cache_read_tokens: number | null
  readonly reasoning_tokens: number | null
  readonly cost_nanos: number | null
  readonly priced: number
  readonly billed_nanos: number | null
}

/** The sums of all stretches together. */
function sumUp(
  db: Kysely<Schema>,
  stretches: readonly Stretch[],
  owner: OwnerFilter,
  groups: readonly UsageGroup[],
) {
  // There is always one, and be it empty: the sum over nothing is a row too.
  const first = stretches.find(({ widthMs }) => widthMs === null) ?? NOTHING
  const parts = stretches
    .filter((stretch) => stretch !== first)
    .reduce(
      (all, stretch) =>
        all.unionAll(
          stretch.widthMs === null
            ? sumExchanges(db, stretch, owner, groups)
            : sumRollups(db, stretch, stretch.widthMs, groups),
        ),
      sumExchanges(db, first, owner, groups),
    )
  const keys = groups.map((group) => ({ group, key: sql.ref<GroupValue>(`parts.${group}`) }))
  let query = db
    .selectFrom(parts.as('parts'))
    .select(keys.map(({ group, key }) => key.as(group)))
    .select(({ fn, val }) => [
      fn.coalesce(fn.sum<number>('requests'), val(0)).as('requests'),
      fn.coalesce(fn.sum<number>('errors'), val(0)).as('errors'),
      fn.sum<number | null>('input_tokens').as('input_tokens'),
      fn.sum<number | null>('output_tokens').as('output_tokens'),
      fn.sum<number | null>('cache_read_tokens').as('cache_read_tokens'),
      fn.sum<number | null>('reasoning_tokens').as('reasoning_tokens'),
      fn.sum<number | null>('cost_nanos').as('cost_nanos'),
      fn.coalesce(fn.sum<number>('priced'), val(0)).as('priced'),
      fn.sum<number | null>('billed_nanos').as('billed_nanos'),
    ])
    .limit(USAGE_ROWS_MAX + 1)
  if (keys.length > 0) query = query.groupBy(keys.map(({ key }) => key))
  for (const { key } of keys) query = query.orderBy(key, (order) => order.asc().nullsFirst())
  return query
}

const NOTHING: Stretch = { widthMs: null, fromMs: 0, untilMs: 0 }

function sumExchanges(
  db: Kysely<Schema>,
  { fromMs, untilMs }: Stretch,
  { organizationId, projectId }: OwnerFilter,
  groups: readonly UsageGroup[],
) {
  let query = db
    .selectFrom('exchanges')
    .$if(groups.includes('tag'), (select) =>
      select.leftJoin('exchange_tags', (join) =>
        join
          .onRef('exchange_tags.exchange_seq', '=', 'exchanges.seq')
          .onRef('exchange_tags.time_ms', '=', 'exchanges.time_ms'),
      ),
    )
    .select(named(groups, OF_EXCHANGES))
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
  if (Number.isFinite(fromMs)) query = query.where('exchanges.time_ms', '>=', fromMs)
  if (Number.isFinite(untilMs)) query = query.where('exchanges.time_ms', '<', untilMs)
  for (const [column, id] of [
    ['exchanges.organization_id', organizationId],
    ['exchanges.project_id', projectId],
  ] as const) {
    if (id !== undefined) query = id === null ? query.where(column, 'is', null) : query.where(column, '=', id)
  }
  const keys = groups.map((group) => OF_EXCHANGES[group])
  // The groups that are not asked for are not there, and nobody reads them.
  return (keys.length > 0 ? query.groupBy(keys) : query).$castTo<Sums>()
}

function sumRollups(
  db: Kysely<Schema>,
  { fromMs, untilMs }: Stretch,
  widthMs: number,
  groups: readonly UsageGroup[],
) {
  let query = db
    .selectFrom('usage_rollups')
    .select(named(groups, OF_ROLLUPS))
    .select(({ fn }) => [
      fn.sum<number>('requests').as('requests'),
      fn.sum<number>('errors').as('errors'),
      fn.sum<number | null>('input_tokens').as('input_tokens'),
      fn.sum<number | null>('output_tokens').as('output_tokens'),
      fn.sum<number | null>('cache_read_tokens').as('cache_read_tokens'),
      fn.sum<number | null>('reasoning_tokens').as('reasoning_tokens'),
      known('cost_nanos', 'priced').as('cost_nanos'),
      fn.sum<number>('priced').as('priced'),
      known('billed_nanos', 'billed').as('billed_nanos'),
    ])
    .where('width_ms', '=', widthMs)
  if (Number.isFinite(fromMs)) query = query.where('start_ms', '>=', fromMs)
  if (Number.isFinite(untilMs)) query = query.where('start_ms', '<', untilMs)
  const keys = groups.flatMap((group) => OF_ROLLUPS[group] ?? [])
  return (keys.length > 0 ? query.groupBy(keys) : query).$castTo<Sums>()
}

function named(
  groups: readonly UsageGroup[],
  expressions: Readonly<Partial<GroupExpressions>>,
): AliasedRawBuilder<GroupValue, UsageGroup>[] {
  return groups.flatMap((group) => expressions[group]?.as(group) ?? [])
}

function known(column: 'cost_nanos' | 'billed_nanos', count: 'priced' | 'billed'): RawBuilder<number | null> {
  return sql`CASE WHEN sum(${sql.ref(count)}) > 0 THEN sum(${sql.ref(column)}) END`
}

type SumRow = Awaited<ReturnType<ReturnType<typeof sumUp>['execute']>>[number]

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
