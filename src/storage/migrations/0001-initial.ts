import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './migrate.ts'

const TOKEN_COLUMNS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'reasoning_tokens',
  'audio_input_tokens',
  'audio_output_tokens',
  'image_input_tokens',
  'image_output_tokens',
] as const

/**
 * Filters that pick a few rows out of many; each is served newest first. Rows without the value cost nothing. There are
 * few providers, models and statuses, so those filters walk back in time: an index costs every record, and most reads
 * would find a page as soon without it.
 */
const FILTER_COLUMNS = ['key_id', 'end_user', 'session', 'error_code'] as const

const TABLES = [
  'journal_position',
  'open_exchanges',
  'config_revisions',
  'key_spend',
  'bodies',
  'exchange_tags',
  'exchanges',
  'keys',
] as const

/** A migration sees no table types: those of the schema are of today, and a migration is of its own day. */
type AnyDatabase = Kysely<unknown>

export function initial(types: ColumnTypes): Migration {
  return {
    async up(db: AnyDatabase) {
      await createKeys(db)
      await createExchanges(db)
      await createExchangeParts(db, types)
      await createBooks(db)
    },
    async down(db: AnyDatabase) {
      for (const table of TABLES) await db.schema.dropTable(table).execute()
    },
  }
}

async function createKeys(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('hint', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('models', 'text')
    .addColumn('limits', 'text', (column) => column.notNull())
    .addColumn('budgets', 'text', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint')
    .addColumn('blocked', 'integer', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('metadata', 'text')
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('previous_hash', 'text')
    .addColumn('previous_until_ms', 'bigint')
    .addColumn('deleted_at_ms', 'bigint')
    .execute()
  await db.schema.createIndex('keys_previous_hash').on('keys').column('previous_hash').execute()
  await db.schema.createIndex('keys_time').on('keys').columns(['created_at_ms', 'id']).execute()
}

async function createExchanges(db: AnyDatabase): Promise<void> {
  const table = db.schema
    .createTable('exchanges')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addColumn('key_id', 'text')
    .addColumn('end_user', 'text')
    .addColumn('session', 'text')
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('streamed', 'integer', (column) => column.notNull())
    .addColumn('requested_model', 'text', (column) => column.notNull())
    .addColumn('model', 'text')
    .addColumn('provider', 'text')
    .addColumn('target', 'text')
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('error_code', 'text')
    .addColumn('finish_reason', 'text')
  await addFigures(table)
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('metadata', 'text')
    .addColumn('dropped_params', 'text', (column) => column.notNull())
    .addColumn('attempts', 'text', (column) => column.notNull())
    .addColumn('decision', 'text')
    .execute()

  await db.schema.createIndex('exchanges_time').on('exchanges').columns(['time_ms', 'id']).execute()
  for (const column of FILTER_COLUMNS) {
    await db.schema
      .createIndex(`exchanges_${column}`)
      .on('exchanges')
      .columns([column, 'time_ms'])
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
}

function addFigures<Columns extends string>(table: CreateTableBuilder<'exchanges', Columns>) {
  let builder: CreateTableBuilder<'exchanges', string> = table
  for (const column of TOKEN_COLUMNS) builder = builder.addColumn(column, 'bigint')
  return builder
    .addColumn('usage_source', 'text')
    .addColumn('cost_nanos', 'bigint')
    .addColumn('billed_nanos', 'bigint')
    .addColumn('price_version', 'text')
    .addColumn('ttft_ms', 'double precision')
    .addColumn('duration_ms', 'double precision', (column) => column.notNull())
    .addColumn('overhead_ms', 'double precision', (column) => column.notNull())
}

async function createExchangeParts(db: AnyDatabase, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('exchange_tags')
    .addColumn('exchange_id', 'text', (column) =>
      column.notNull().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('exchange_tags_pk', ['exchange_id', 'tag'])
    .execute()
  await db.schema
    .createIndex('exchange_tags_tag')
    .on('exchange_tags')
    .columns(['tag', 'time_ms', 'exchange_id'])
    .execute()
  await db.schema
    .createTable('bodies')
    .addColumn('exchange_id', 'text', (column) =>
      column.primaryKey().references('exchanges.id').onDelete('cascade'),
    )
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addColumn('request_encoding', 'text', (column) => column.notNull())
    .addColumn('response_encoding', 'text', (column) => column.notNull())
    .addColumn('request', types.bytes)
    .addColumn('response', types.bytes)
    .execute()
  await db.schema.createIndex('bodies_time').on('bodies').column('time_ms').execute()
}

async function createBooks(db: AnyDatabase): Promise<void> {
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
  await db.schema
    .createTable('config_revisions')
    .addColumn('revision', 'text', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('open_exchanges')
    .addColumn('exchange_id', 'text', (column) => column.primaryKey())
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('journal_position')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .execute()
}
