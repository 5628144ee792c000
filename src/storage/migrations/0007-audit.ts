import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type AnyDatabase = Kysely<unknown>

export function audit(): Migration {
  return {
    async up(db: AnyDatabase) {
      await db.schema
        .createTable('audit_events')
        .addColumn('seq', 'bigint', (column) => column.primaryKey())
        .addColumn('time_ms', 'bigint', (column) => column.notNull())
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('subject', 'text')
        .addColumn('organization_id', 'text')
        .addColumn('body', 'text')
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('audit_events_subject')
        .on('audit_events')
        .columns(['subject', 'seq'])
        .execute()
      await db.schema
        .createTable('audit_checkpoints')
        .addColumn('seq', 'bigint', (column) => column.primaryKey())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('time_ms', 'bigint', (column) => column.notNull())
        .addColumn('public_key', 'text', (column) => column.notNull())
        .addColumn('signature', 'text', (column) => column.notNull())
        .execute()
    },
    async down(db: AnyDatabase) {
      for (const table of ['audit_checkpoints', 'audit_events']) await db.schema.dropTable(table).execute()
    },
  }
}
