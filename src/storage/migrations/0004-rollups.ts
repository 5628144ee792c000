import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { announceChanges, keepSilent } from './postgres-announce.ts'
import { joinDays, splitByDay } from './postgres-days.ts'
import type { ColumnTypes } from './migrate.ts'

type AnyDatabase = Kysely<unknown>

const WIDTHS_MS = [60_000, 3_600_000, 86_400_000] as const

/**
 * Sums by time, a place for each of several journals, and on PostgreSQL a part of the big tables for each day. What is
 * there already is summed up, so that roll-ups are whole from the beginning.
 */
export function rollups(types: ColumnTypes): Migration {
  return {
    async up(db: AnyDatabase) {
      await createRollups(db)
      for (const widthMs of WIDTHS_MS) await fillRollups(db, widthMs)
      await keepManyJournals(db)
      await db.schema.alterTable('bodies').addColumn('time_ms', 'bigint').execute()
      if (!types.partitions) return
      await splitByDay(db)
      await announceChanges(db)
    },
    async down(db: AnyDatabase) {
      if (types.partitions) {
        await keepSilent(db)
        await joinDays(db)
      }
      await db.schema.alterTable('bodies').dropColumn('time_ms').execute()
      await keepOneJournal(db)
      await db.schema.dropTable('usage_floors').execute()
      await db.schema.dropTable('usage_rollups').execute()
    },
  }
}

async function createRollups(db: AnyDatabase): Promise<void> {
  const place = db.schema
    .createTable('usage_rollups')
    .addColumn('width_ms', 'bigint', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
  await SUMS.reduce<CreateTableBuilder<string, string>>(
    (table, name) => table.addColumn(name, 'bigint', (column) => column.notNull()),
    place,
  )
    .addPrimaryKeyConstraint('usage_rollups_pk', ['width_ms', 'start_ms', 'model', 'provider', 'dialect'])
    .execute()
  await db.schema
    .createTable('usage_floors')
    .addColumn('width_ms', 'bigint', (column) => column.primaryKey())
    .addColumn('since_ms', 'bigint', (column) => column.notNull())
    .execute()
}

const SUMS = [
  'requests',
  'errors',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'reasoning_tokens',
  'cost_nanos',
  'priced',
  'billed_nanos',
  'billed',
] as const

async function fillRollups(db: AnyDatabase, widthMs: number): Promise<void> {
  const width = sql.lit(widthMs)
  await sql`
    INSERT INTO usage_rollups (width_ms, start_ms, model, provider, dialect, ${sql.join(SUMS.map((name) => sql.ref(name)))})
    SELECT ${width}, time_ms / ${width} * ${width}, coalesce(model, ''), coalesce(provider, ''), dialect,
      count(*), count(error_code), ${total('input_tokens')}, ${total('output_tokens')},
      ${total('cache_read_tokens')}, ${total('reasoning_tokens')},
      ${total('cost_nanos')}, count(cost_nanos), ${total('billed_nanos')}, count(billed_nanos)
    FROM exchanges GROUP BY 1, 2, 3, 4, 5`.execute(db)
}

function total(column: string): RawBuilder<unknown> {
  return sql`coalesce(sum(${sql.ref(column)}), 0)`
}

/** What was saved belongs to a journal that has no id yet, which takes it over when it gets one. */
async function keepManyJournals(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('journal_positions')
    .addColumn('journal_id', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .execute()
  await sql`INSERT INTO journal_positions SELECT '', position FROM journal_position`.execute(db)
  await db.schema.dropTable('journal_position').execute()
  await db.schema.alterTable('open_exchanges').renameTo('open_exchanges_of_one').execute()
  await db.schema
    .createTable('open_exchanges')
    .addColumn('journal_id', 'text', (column) => column.notNull())
    .addColumn('exchange_id', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('open_exchanges_pk', ['journal_id', 'exchange_id'])
    .execute()
  await sql`INSERT INTO open_exchanges SELECT '', exchange_id, entry FROM open_exchanges_of_one`.execute(db)
  await db.schema.dropTable('open_exchanges_of_one').execute()
}

/** Of several journals, the places go: each is read again from its beginning, which changes nothing. */
async function keepOneJournal(db: AnyDatabase): Promise<void> {
  await db.schema.dropTable('open_exchanges').execute()
  await db.schema
    .createTable('open_exchanges')
    .addColumn('exchange_id', 'text', (column) => column.primaryKey())
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute()
  await db.schema.dropTable('journal_positions').execute()
  await db.schema
    .createTable('journal_position')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .execute()
}
