import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './migrate.ts'

/** A migration sees no table types: those of the schema are of today, and a migration is of its own day. */
type AnyDatabase = Kysely<unknown>

export function responses(types: ColumnTypes): Migration {
  return {
    async up(db: AnyDatabase) {
      await createResponses(db, types)
      await createItems(db)
    },
    async down(db: AnyDatabase) {
      await db.schema.dropTable('response_items').execute()
      await db.schema.dropTable('responses').execute()
    },
  }
}

async function createResponses(db: AnyDatabase, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('responses')
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('touched_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('previous_id', 'text')
    .addColumn('target', 'text')
    .addColumn('input', types.bytes, (column) => column.notNull())
    .addColumn('input_encoding', 'text')
    .addColumn('response', types.bytes, (column) => column.notNull())
    .addColumn('response_encoding', 'text')
    .addPrimaryKeyConstraint('responses_pk', ['key_id', 'id'])
    .execute()
  await db.schema.createIndex('responses_time').on('responses').column('created_at_ms').execute()
}

async function createItems(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('response_items')
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('item_id', 'text', (column) => column.notNull())
    .addColumn('response_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('response_items_pk', ['key_id', 'item_id'])
    .addForeignKeyConstraint(
      'response_items_response',
      ['key_id', 'response_id'],
      'responses',
      ['key_id', 'id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('response_items_response')
    .on('response_items')
    .columns(['key_id', 'response_id'])
    .execute()
}
