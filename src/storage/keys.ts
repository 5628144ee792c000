import type { Kysely } from 'kysely'
import { GatewayError } from '../core/error.ts'
import type { KeyRecord } from '../core/key.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import { keyFromRow, keyToRow } from './key-rows.ts'
import type { Schema } from './schema.ts'
import type { OwnerFilter, Page, PageRequest } from './store.ts'

export async function listKeys(
  db: Kysely<Schema>,
  page: PageRequest,
  { organizationId, projectId }: OwnerFilter,
): Promise<Page<KeyRecord>> {
  const limit = checkedLimit(page)
  let query = liveKeys(db).orderBy('created_at_ms', 'desc').orderBy('id', 'desc')
  for (const [column, id] of [
    ['organization_id', organizationId],
    ['project_id', projectId],
  ] as const) {
    if (id !== undefined) query = id === null ? query.where(column, 'is', null) : query.where(column, '=', id)
  }
  if (page.cursor !== null) {
    const { timeMs, id } = decodeCursor(page.cursor)
    query = query.where((eb) => eb(eb.refTuple('created_at_ms', 'id'), '<', eb.tuple(timeMs, id)))
  }
  const rows = await query.limit(limit + 1).execute()
  return pageOf(rows, limit, keyFromRow, (row) => ({ timeMs: row.created_at_ms, id: row.id }))
}

export async function getKey(db: Kysely<Schema>, id: string): Promise<KeyRecord | null> {
  const row = await liveKeys(db).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : keyFromRow(row)
}

export async function findKeyByHash(db: Kysely<Schema>, hash: string): Promise<KeyRecord | null> {
  const row = await liveKeys(db)
    .where((eb) => eb.or([eb('hash', '=', hash), eb('previous_hash', '=', hash)]))
    .executeTakeFirst()
  return row === undefined ? null : keyFromRow(row)
}

export async function createKey(db: Kysely<Schema>, key: KeyRecord): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('keys')
    .values(keyToRow(key))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n)
    throw new GatewayError('conflict', `A key with the id ${key.id} or the same secret exists.`)
}

export async function updateKey(db: Kysely<Schema>, key: KeyRecord): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('keys')
    .set(keyToRow(key))
    .where('id', '=', key.id)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw missing(key.id)
}

export async function deleteKey(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('keys')
    .set({ deleted_at_ms: nowMs, updated_at_ms: nowMs })
    .where('id', '=', id)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw missing(id)
}

function liveKeys(db: Kysely<Schema>) {
  return db.selectFrom('keys').selectAll().where('deleted_at_ms', 'is', null)
}

function missing(id: string): GatewayError {
  return new GatewayError('not_found', `There is no key ${id}.`)
}
