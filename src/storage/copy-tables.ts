import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

const CHUNK_ROWS = 200

/** Tables that are small beside the exchanges, what points at a row after it. Who was signed in signs in again. */
const TABLES = [
  { table: 'organizations', key: ['id'], newerBy: 'updated_at_ms' },
  { table: 'projects', key: ['id'], newerBy: 'updated_at_ms' },
  { table: 'members', key: ['id'], newerBy: 'updated_at_ms' },
  { table: 'blocked_users', key: ['organization_id', 'end_user'], newerBy: 'blocked_at_ms' },
  { table: 'keys', key: ['id'], newerBy: 'updated_at_ms' },
  { table: 'audit_events', key: ['seq'], newerBy: 'time_ms' },
  { table: 'audit_checkpoints', key: ['seq'], newerBy: 'time_ms' },
  { table: 'rules', key: ['id'], newerBy: 'updated_at_ms' },
  { table: 'budget_pauses', key: ['budget_id', 'scope_type', 'scope_id'], newerBy: 'paused_at_ms' },
  { table: 'responses', key: ['key_id', 'id'], newerBy: 'touched_at_ms' },
  { table: 'response_items', key: ['key_id', 'item_id'], newerBy: null },
  { table: 'config_revisions', key: ['revision'], newerBy: 'created_at_ms' },
] as const

type Row = Readonly<Record<string, unknown>>

/** Copies every row; of one that is there already, the newer stays. Yields each table with its rows when it is done. */
export async function* copyTables(
  from: Kysely<Schema>,
  to: Kysely<Schema>,
): AsyncGenerator<{ readonly table: string; readonly rows: number }> {
  for (const { table, key, newerBy } of TABLES) {
    let rows: readonly Row[]
    let count = 0
    do {
      const order = sql.join(key.map((column) => sql.ref(column)))
      const page = await sql<Row>`
        SELECT * FROM ${sql.table(table)} ORDER BY ${order} LIMIT ${CHUNK_ROWS} OFFSET ${count}`.execute(from)
      rows = page.rows
      if (rows.length > 0) await upsert(to, { table, key, newerBy }, rows)
      count += rows.length
    } while (rows.length === CHUNK_ROWS)
    yield { table, rows: count }
  }
}

async function upsert(
  db: Kysely<Schema>,
  { table, key, newerBy }: { table: string; key: readonly string[]; newerBy: string | null },
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`)
  const changes = columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`)
  await sql`
    INSERT INTO ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    VALUES ${sql.join(values)}
    ON CONFLICT (${sql.join(key.map((column) => sql.ref(column)))}) ${
      newerBy === null
        ? sql`DO NOTHING`
        : sql`DO UPDATE SET ${sql.join(changes)}
            WHERE ${sql.ref(`excluded.${newerBy}`)} > ${sql.ref(`${table}.${newerBy}`)}`
    }`.execute(db)
}
