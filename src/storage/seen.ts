import { type Kysely, sql } from 'kysely'
import { checkedLimit, encodeCursor, decodeCursor, foreignCursor } from './cursor.ts'
import { capped, exact } from './exact.ts'
import type { SeenQuery, SeenRow } from './identity-store.ts'
import type { Schema } from './schema.ts'
import type { Page, PageRequest } from './store.ts'

/**
 * Those that exchanges name, by organization, each with what it has used: whoever was heard of last comes first. There
 * is no table of them, which every record would have to keep.
 */
export async function listSeen(
  db: Kysely<Schema>,
  query: SeenQuery,
  page: PageRequest,
): Promise<Page<SeenRow>> {
  const limit = checkedLimit(page)
  const rows = await selectSeen(db, query, page)
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id ?? '',
    organizationId: row.organization_id,
    requests: row.requests,
    errors: row.errors,
    inputTokens: capped(row.input_tokens ?? 0),
    outputTokens: capped(row.output_tokens ?? 0),
    costNanos: row.cost_nanos === null ? null : exact(row.cost_nanos),
    billedNanos: row.billed_nanos === null ? null : exact(row.billed_nanos),
    unpriced: row.requests - row.priced,
    firstMs: row.first_ms,
    lastMs: row.last_ms,
  }))
  const last = items.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? cursorAfter(last) : null
  return { items, nextCursor }
}

function selectSeen(db: Kysely<Schema>, { what, organizationId, projectId }: SeenQuery, page: PageRequest) {
  const column = what === 'user' ? 'end_user' : 'session'
  const lastMs = sql<number>`max(time_ms)`
  const place = sql`(${lastMs}, ${sql.ref(column)}, coalesce(organization_id, ''))`
  let query = db
    .selectFrom('exchanges')
    .where(column, 'is not', null)
    .groupBy([column, 'organization_id'])
    .select(`${column} as id`)
    .select(['organization_id', lastMs.as('last_ms'), sql<number>`min(time_ms)`.as('first_ms')])
    .select(({ fn }) => [
      fn.countAll<number>().as('requests'),
      fn.count<number>('error_code').as('errors'),
      fn.sum<number | null>('input_tokens').as('input_tokens'),
      fn.sum<number | null>('output_tokens').as('output_tokens'),
      fn.sum<number | null>('cost_nanos').as('cost_nanos'),
      fn.count<number>('cost_nanos').as('priced'),
      fn.sum<number | null>('billed_nanos').as('billed_nanos'),
    ])
    .orderBy(lastMs, 'desc')
    .orderBy(column, 'desc')
    .orderBy(sql`coalesce(organization_id, '')`, 'desc')
  for (const [owner, id] of [
    ['organization_id', organizationId],
    ['project_id', projectId],
  ] as const) {
    if (id !== undefined) query = id === null ? query.where(owner, 'is', null) : query.where(owner, '=', id)
  }
  if (page.cursor === null) return query
  const { timeMs, id, organization } = placeOf(page.cursor)
  return query.having(sql<boolean>`${place} < (${timeMs}, ${id}, ${organization})`)
}

function cursorAfter({ lastMs, id, organizationId }: SeenRow): string {
  return encodeCursor({ timeMs: lastMs, id: JSON.stringify([id, organizationId ?? '']) })
}

function placeOf(cursor: string) {
  const { timeMs, id: text } = decodeCursor(cursor)
  const [id, organization]: readonly unknown[] = /^\[".*"\]$/s.test(text) ? JSON.parse(text) : []
  if (typeof id !== 'string' || typeof organization !== 'string') throw foreignCursor()
  return { timeMs, id, organization }
}
