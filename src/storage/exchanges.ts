import { type Kysely, sql } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import { unpackBody } from './bodies.ts'
import { type Cursor, checkedLimit, decodeCursor, foreignCursor, pageOf } from './cursor.ts'
import { type ExchangeRow, exchangeFromRow } from './exchange-rows.ts'
import type { Schema } from './schema.ts'
import type { ExchangeFilter, Page, PageRequest, StoredExchange } from './store.ts'

export async function pageExchanges(
  db: Kysely<Schema>,
  filter: ExchangeFilter,
  page: PageRequest,
): Promise<Page<ExchangeRecord>> {
  const limit = checkedLimit(page)
  const rows = await selectExchanges(db, filter, cursorOf(page))
    .selectAll('exchanges')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, exchangeFromRow, exchangeCursor)
}

export async function getExchange(db: Kysely<Schema>, id: string): Promise<StoredExchange | null> {
  const row = await db.selectFrom('exchanges').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const bodies = await db
    .selectFrom('bodies')
    .selectAll()
    .where('exchange_seq', '=', row.seq)
    .executeTakeFirst()
  return {
    record: exchangeFromRow(row),
    request: bodies === undefined ? null : unpackBody(bodies.request, bodies.request_encoding),
    response: bodies === undefined ? null : unpackBody(bodies.response, bodies.response_encoding),
  }
}

/** Exchanges that pass the filter (its words apart), newest first, after the cursor; the caller says what to select. */
export function selectExchanges(db: Kysely<Schema>, filter: ExchangeFilter, after: Place | null) {
  const { tag, sinceMs, untilMs, minCostNanos } = filter
  // A tag's page is read in the order of the tag's own index, so the order has to be named by its columns.
  const timeMs = sql.ref<number>(tag === undefined ? 'exchanges.time_ms' : 'exchange_tags.time_ms')
  const seq = sql.ref<number>(tag === undefined ? 'exchanges.seq' : 'exchange_tags.exchange_seq')
  let query = db
    .selectFrom('exchanges')
    .$if(tag !== undefined, (select) =>
      select
        .innerJoin('exchange_tags', 'exchange_tags.exchange_seq', 'exchanges.seq')
        .where('exchange_tags.tag', '=', tag ?? ''),
    )
    .orderBy(timeMs, 'desc')
    .orderBy(seq, 'desc')
  for (const [column, value] of equalities(filter)) {
    if (value === undefined) continue
    query = value === null ? query.where(column, 'is', null) : query.where(column, '=', value)
  }
  if (sinceMs !== undefined) query = query.where(timeMs, '>=', sinceMs)
  // A cursor inside the time asked for is the closer bound; with both, SQLite would seek by the farther one.
  if (untilMs !== undefined && !(after !== null && after.time_ms < untilMs))
    query = query.where(timeMs, '<', untilMs)
  if (minCostNanos !== undefined) query = query.where('exchanges.cost_nanos', '>=', minCostNanos)
  if (after !== null)
    query = query.where(sql<boolean>`(${timeMs}, ${seq}) < (${after.time_ms}, ${after.seq})`)
  return query
}

export function cursorOf({ cursor }: PageRequest): Place | null {
  if (cursor === null) return null
  const { timeMs, id } = decodeCursor(cursor)
  if (!/^\d{1,16}$/.test(id)) throw foreignCursor()
  return { time_ms: timeMs, seq: Number(id) }
}

export function exchangeCursor({ time_ms, seq }: Place): Cursor {
  return { timeMs: time_ms, id: String(seq) }
}

/** Where an exchange stands in the order of pages. */
export type Place = Pick<ExchangeRow, 'time_ms' | 'seq'>

function equalities(filter: ExchangeFilter) {
  return [
    ['exchanges.key_id', filter.keyId],
    ['exchanges.organization_id', filter.organizationId],
    ['exchanges.project_id', filter.projectId],
    ['exchanges.provider', filter.provider],
    ['exchanges.model', filter.model],
    ['exchanges.end_user', filter.user],
    ['exchanges.session', filter.session],
    ['exchanges.dialect', filter.dialect],
    ['exchanges.status', filter.status],
    ['exchanges.error_code', filter.errorCode],
  ] as const
}
