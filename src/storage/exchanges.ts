import { type Kysely, sql } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import { unpackBody } from './bodies.ts'
import { type Cursor, checkedLimit, decodeCursor, pageOf } from './cursor.ts'
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
  const bodies = await db.selectFrom('bodies').selectAll().where('exchange_id', '=', id).executeTakeFirst()
  return {
    record: exchangeFromRow(row),
    request: bodies === undefined ? null : unpackBody(bodies.request, bodies.request_encoding),
    response: bodies === undefined ? null : unpackBody(bodies.response, bodies.response_encoding),
  }
}

/** Exchanges that pass the filter (its words apart), newest first, after the cursor; the caller says what to select. */
export function selectExchanges(db: Kysely<Schema>, filter: ExchangeFilter, after: Cursor | null) {
  const { tag, sinceMs, untilMs, minCostNanos } = filter
  // A tag's page is read in the order of the tag's own index, so the order has to be named by its columns.
  const timeMs = sql.ref<number>(tag === undefined ? 'exchanges.time_ms' : 'exchange_tags.time_ms')
  const id = sql.ref<string>(tag === undefined ? 'exchanges.id' : 'exchange_tags.exchange_id')
  let query = db
    .selectFrom('exchanges')
    .$if(tag !== undefined, (select) =>
      select
        .innerJoin('exchange_tags', 'exchange_tags.exchange_id', 'exchanges.id')
        .where('exchange_tags.tag', '=', tag ?? ''),
    )
    .orderBy(timeMs, 'desc')
    .orderBy(id, 'desc')
  for (const [column, value] of equalities(filter)) {
    if (value !== undefined) query = query.where(column, '=', value)
  }
  if (sinceMs !== undefined) query = query.where(timeMs, '>=', sinceMs)
  // A cursor inside the time asked for is the closer bound; with both, SQLite would seek by the farther one.
  if (untilMs !== undefined && !(after !== null && after.timeMs < untilMs))
    query = query.where(timeMs, '<', untilMs)
  if (minCostNanos !== undefined) query = query.where('exchanges.cost_nanos', '>=', minCostNanos)
  if (after !== null) query = query.where(sql<boolean>`(${timeMs}, ${id}) < (${after.timeMs}, ${after.id})`)
  return query
}

export function cursorOf({ cursor }: PageRequest): Cursor | null {
  return cursor === null ? null : decodeCursor(cursor)
}

export function exchangeCursor(row: Pick<ExchangeRow, 'id' | 'time_ms'>): Cursor {
  return { timeMs: row.time_ms, id: row.id }
}

function equalities(filter: ExchangeFilter) {
  return [
    ['exchanges.key_id', filter.keyId],
    ['exchanges.provider', filter.provider],
    ['exchanges.model', filter.model],
    ['exchanges.end_user', filter.user],
    ['exchanges.session', filter.session],
    ['exchanges.dialect', filter.dialect],
    ['exchanges.status', filter.status],
    ['exchanges.error_code', filter.errorCode],
  ] as const
}
