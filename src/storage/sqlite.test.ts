import { CompiledQuery, type Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Place, selectExchanges } from './exchanges.ts'
import type { Schema } from './schema.ts'
import { openSqlite } from './sqlite.ts'
import type { ExchangeFilter } from './store.ts'

let db: Kysely<Schema>
beforeAll(async () => {
  db = await openSqlite(':memory:')
})
afterAll(() => db.destroy())

/** How SQLite would find a page: one line for each table it reads, and for each sort. */
async function planOf(filter: ExchangeFilter, after: Place | null): Promise<string> {
  const { sql, parameters } = selectExchanges(db, filter, after).selectAll('exchanges').limit(10).compile()
  const { rows } = await db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]),
  )
  return rows.map(({ detail }) => detail).join('\n')
}

test.each<[string, ExchangeFilter]>([
  ['exchanges_key_id (key_id=?', { keyId: 'a' }],
  ['exchanges_end_user (end_user=?', { user: 'a' }],
  ['exchanges_session (session=?', { session: 'a' }],
  ['exchanges_error_code (error_code=?', { errorCode: 'internal' }],
  ['exchange_tags_tag (tag=?', { tag: 'a' }],
])('a page is found in order by %s)', async (index, filter) => {
  const first = await planOf(filter, null)
  const later = await planOf({ ...filter, untilMs: 9 }, { time_ms: 5, seq: 5 })
  for (const plan of [first, later]) {
    expect(plan).toContain(index)
    expect(plan).not.toContain('SCAN')
    expect(plan).not.toContain('ORDER BY')
  }
  expect(later).toMatch(/time_ms<\?|\(time_ms,(?:exchange_)?seq\)<\(\?,\?\)/)
})

test('a page of everything begins at its cursor', async () => {
  expect(await planOf({ untilMs: 9 }, { time_ms: 5, seq: 5 })).toBe(
    'SEARCH exchanges USING INDEX exchanges_time (time_ms<?)',
  )
})
