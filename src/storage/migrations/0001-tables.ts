import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './migrate.ts'

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

export function tables(types: ColumnTypes): Migration {
  return {
    async up(db: AnyDatabase) {
      await createKeys(db)
      await createExchanges(db, types)
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

async function createExchanges(db: AnyDatabase, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('exchanges')
    .addColumn('seq', types.sequence, (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addColumn('key_id', 'text')
    .addColumn('end_user', 'text')
    .addColumn('session', 'text')
    .addColumn('tags', 'text')
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('model', 'text')
    .addColumn('provider', 'text')
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('error_code', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('input_tokens', 'bigint')
    .addColumn('output_tokens', 'bigint')
    .addColumn('cache_read_tokens', 'bigint')
    .addColumn('reasoning_tokens', 'bigint')
    .addColumn('usage_source', 'text')
    .addColumn('cost_nanos', 'bigint')
    .addColumn('billed_nanos', 'bigint')
    .addColumn('ttft_ms', 'double precision')
    .addColumn('duration_ms', 'double precision', (column) => column.notNull())
    .addColumn('overhead_ms', 'double precision', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('exchanges_time').on('exchanges').column('time_ms').execute()
  for (const column of FILTER_COLUMNS) {
    await db.schema
      .createIndex(`exchanges_${column}`)
      .on('exchanges')
      .columns([column, 'time_ms'])
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
}

async function createExchangeParts(db: AnyDatabase, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('exchange_tags')
    .addColumn('exchange_seq', types.sequence, (column) =>
      column.notNull().references('exchanges.seq').onDelete('cascade'),
    )
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('exchange_tags_pk', ['exchange_seq', 'tag'])
    .execute()
  await db.schema
    .createIndex('exchange_tags_tag')
    .on('exchange_tags')
    .columns(['tag', 'time_ms', 'exchange_seq'])
    .execute()
  // No index by time: a sweep goes by `exchange_seq`, which is nearly the order of time.
  await db.schema
    .createTable('bodies')
    .addColumn('exchange_seq', types.sequence, (column) =>
      column.primaryKey().references('exchanges.seq').onDelete('cascade'),
    )
    .addColumn('request', types.bytes)
    .addColumn('request_encoding', 'text')
    .addColumn('response', types.bytes)
    .addColumn('response_encoding', 'text')
    .execute()
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
    .addColumn('source', 'text', (column) => column.notNull())
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
