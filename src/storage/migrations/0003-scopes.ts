import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A migration sees no table types: those of the schema are of today, and a migration is of its own day. */
type AnyDatabase = Kysely<unknown>

/** What was kept by key and day is kept by every scope, and by quarters of an hour. */
export function scopes(): Migration {
  return {
    async up(db: AnyDatabase) {
      await createScopeSpend(db)
      await createRules(db)
      await copySpend(db)
      await db.schema.dropTable('key_spend').execute()
    },
    async down(db: AnyDatabase) {
      await createKeySpend(db)
      await copyBack(db)
      for (const table of ['scope_spend', 'budget_pauses', 'rules'])
        await db.schema.dropTable(table).execute()
    },
  }
}

const DAY_MS = 86_400_000
const SLOTS_PER_DAY = 96
const ROWS_AT_ONCE = 1_000

async function createScopeSpend(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('scope_spend')
    .addColumn('scope_type', 'text', (column) => column.notNull())
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('cost_nanos', 'bigint', (column) => column.notNull())
    .addColumn('tokens', 'bigint', (column) => column.notNull())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('unpriced', 'bigint', (column) => column.notNull())
    .addColumn('busy_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('scope_spend_pk', ['scope_type', 'scope_id', 'slot'])
    .execute()
}

async function createRules(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('rules')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('budget_pauses')
    .addColumn('budget_id', 'text', (column) => column.notNull())
    .addColumn('scope_type', 'text', (column) => column.notNull())
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('paused_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('budget_pauses_pk', ['budget_id', 'scope_type', 'scope_id'])
    .execute()
}

/** As 0001 has it. */
async function createKeySpend(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('key_spend')
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('cost_nanos', 'bigint', (column) => column.notNull())
    .addColumn('tokens', 'bigint', (column) => column.notNull())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('unpriced', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_spend_pk', ['key_id', 'day'])
    .execute()
}

interface Figures {
  readonly cost_nanos: number
  readonly tokens: number
  readonly calls: number
  readonly unpriced: number
}

/** Databases have no common words for days, so the rows pass through here, a number at a time. */
async function copySpend(db: AnyDatabase): Promise<void> {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const { rows } = await sql<{ key_id: string; day: string } & Figures>`
      SELECT key_id, day, cost_nanos, tokens, calls, unpriced FROM key_spend
      ORDER BY key_id, day LIMIT ${ROWS_AT_ONCE} OFFSET ${offset}`.execute(db)
    for (const { key_id, day, cost_nanos, tokens, calls, unpriced } of rows) {
      const slot = (Date.parse(day) / DAY_MS) * SLOTS_PER_DAY
      await sql`INSERT INTO scope_spend
        (scope_type, scope_id, slot, cost_nanos, tokens, calls, unpriced, busy_ms)
        VALUES ('key', ${key_id}, ${slot}, ${cost_nanos}, ${tokens}, ${calls}, ${unpriced}, 0)`.execute(db)
    }
    if (rows.length < ROWS_AT_ONCE) return
  }
}

async function copyBack(db: AnyDatabase): Promise<void> {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    const { rows } = await sql<{ scope_id: string; day: number } & Figures>`
      SELECT scope_id, slot / ${sql.lit(SLOTS_PER_DAY)} AS day, sum(cost_nanos) AS cost_nanos, sum(tokens) AS tokens,
        sum(calls) AS calls, sum(unpriced) AS unpriced FROM scope_spend WHERE scope_type = 'key'
      GROUP BY scope_id, slot / ${sql.lit(SLOTS_PER_DAY)}
      ORDER BY scope_id, day LIMIT ${ROWS_AT_ONCE} OFFSET ${offset}`.execute(db)
    for (const { scope_id, day, cost_nanos, tokens, calls, unpriced } of rows) {
      const text = new Date(day * DAY_MS).toISOString().slice(0, 10)
      await sql`INSERT INTO key_spend (key_id, day, cost_nanos, tokens, calls, unpriced)
        VALUES (${scope_id}, ${text}, ${cost_nanos}, ${tokens}, ${calls}, ${unpriced})`.execute(db)
    }
    if (rows.length < ROWS_AT_ONCE) return
  }
}
