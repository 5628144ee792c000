import type { Kysely, Selectable } from 'kysely'
import { packBody, unpackBody } from './bodies.ts'
import {
  RESPONSES_CHAINED_MAX,
  type ResponseMethod,
  type ResponseName,
  type ResponseStore,
  type StoredResponse,
} from './response-store.ts'
import type { ResponseTable, Schema } from './schema.ts'

/** The response store over a database, each method by its name. */
export const RESPONSES: {
  readonly [Method in ResponseMethod]: (
    db: Kysely<Schema>,
    ...args: Parameters<ResponseStore[Method]>
  ) => ReturnType<ResponseStore[Method]>
} = { put, get, chain, holding, delete: remove, touch, sweep }

/** What an earlier process was at work on, nobody is any more. */
export async function disownResponses(db: Kysely<Schema>): Promise<void> {
  await db.updateTable('responses').set({ touched_at_ms: 0 }).where('status', 'in', UNFINISHED).execute()
}

const UNFINISHED = ['queued', 'in_progress'] as const

async function put(db: Kysely<Schema>, response: StoredResponse, itemIds: readonly string[]): Promise<void> {
  const row = toRow(response)
  const { key_id, id } = row
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('responses')
      .values(row)
      .onConflict((conflict) => conflict.columns(['key_id', 'id']).doUpdateSet(row))
      .execute()
    if (itemIds.length === 0) return
    await transaction
      .insertInto('response_items')
      .values(itemIds.map((item_id) => ({ key_id, item_id, response_id: id })))
      .onConflict((conflict) => conflict.columns(['key_id', 'item_id']).doUpdateSet({ response_id: id }))
      .execute()
  })
}

async function get(db: Kysely<Schema>, keyId: string, id: string): Promise<StoredResponse | null> {
  const row = await db
    .selectFrom('responses')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

async function chain(
  db: Kysely<Schema>,
  keyId: string,
  id: string,
): Promise<readonly StoredResponse[] | null> {
  const found: StoredResponse[] = []
  for (let next: string | null = id; next !== null; ) {
    const response: StoredResponse | null = await get(db, keyId, next)
    if (response === null || found.length === RESPONSES_CHAINED_MAX) return null
    found.push(response)
    next = response.previousId
  }
  return found.reverse()
}

async function holding(
  db: Kysely<Schema>,
  keyId: string,
  itemIds: readonly string[],
): Promise<readonly StoredResponse[]> {
  const rows = await db
    .selectFrom('responses')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('response_items')
        .select('response_id')
        .where('key_id', '=', keyId)
        .where('item_id', 'in', [...itemIds]),
    )
    .execute()
  return rows.map(fromRow)
}

async function remove(db: Kysely<Schema>, keyId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('responses')
    .where('key_id', '=', keyId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

async function touch(
  db: Kysely<Schema>,
  running: readonly ResponseName[],
  nowMs: number,
): Promise<readonly ResponseName[]> {
  const unfinished: ResponseName[] = []
  for (const { keyId, id } of running) {
    const { numUpdatedRows } = await db
      .updateTable('responses')
      .set({ touched_at_ms: nowMs })
      .where('key_id', '=', keyId)
      .where('id', '=', id)
      .where('status', 'in', UNFINISHED)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) unfinished.push({ keyId, id })
  }
  return unfinished
}

/** Its items go with it. */
async function sweep(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const old = await db
    .selectFrom('responses')
    .select(['key_id', 'id'])
    .where('created_at_ms', '<', beforeMs)
    .orderBy('created_at_ms')
    .limit(limit)
    .execute()
  for (const { key_id, id } of old) await remove(db, key_id, id)
  return old.length
}

function toRow(response: StoredResponse): Selectable<ResponseTable> {
  const input = packBody(Buffer.from(response.input))
  const answer = packBody(Buffer.from(response.response))
  return {
    key_id: response.keyId,
    id: response.id,
    created_at_ms: response.createdAtMs,
    touched_at_ms: response.touchedAtMs,
    status: response.status,
    previous_id: response.previousId,
    target: response.target,
    input: input.bytes ?? EMPTY,
    input_encoding: input.encoding,
    response: answer.bytes ?? EMPTY,
    response_encoding: answer.encoding,
  }
}

function fromRow(row: Selectable<ResponseTable>): StoredResponse {
  return {
    keyId: row.key_id,
    id: row.id,
    createdAtMs: row.created_at_ms,
    touchedAtMs: row.touched_at_ms,
    status: row.status,
    previousId: row.previous_id,
    target: row.target,
    input: Buffer.from(unpackBody(row.input, row.input_encoding) ?? EMPTY).toString(),
    response: Buffer.from(unpackBody(row.response, row.response_encoding) ?? EMPTY).toString(),
  }
}

const EMPTY = Buffer.alloc(0)
