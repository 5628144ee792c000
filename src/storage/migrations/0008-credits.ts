import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './migrate.ts'

type AnyDatabase = Kysely<unknown>

export function credits(types: ColumnTypes): Migration {
  return {
    async up(db: AnyDatabase) {
      await createWallets(db)
      await createTopUps(db)
      await createEntries(db, types)
    },
    async down(db: AnyDatabase) {
      for (const table of ['ledger_entries', 'top_ups', 'wallets']) await db.schema.dropTable(table).execute()
    },
  }
}

async function createWallets(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('wallets')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scope_type', 'text', (column) => column.notNull())
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('credited_nanos', 'bigint', (column) => column.notNull())
    .addColumn('credit_version', 'bigint', (column) => column.notNull())
    .addColumn('charged_nanos', 'bigint', (column) => column.notNull())
    // The default project is of the default organization alone, so that ids of projects are enough.
    .addUniqueConstraint('wallets_scope', ['scope_type', 'scope_id'])
    .execute()
}

async function createTopUps(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('top_ups')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('wallet_id', 'text', (column) => column.notNull())
    .addColumn('idempotency_key', 'text', (column) => column.notNull().unique())
    .addColumn('amount_nanos', 'bigint', (column) => column.notNull())
    .addColumn('remaining_nanos', 'bigint', (column) => column.notNull())
    .addColumn('expired_parts', 'integer', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint')
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('top_ups_wallet')
    .on('top_ups')
    .columns(['wallet_id', 'expires_at_ms'])
    .execute()
  await db.schema.createIndex('top_ups_expiry').on('top_ups').columns(['expires_at_ms']).execute()
}

async function createEntries(db: AnyDatabase, { sequence }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('ledger_entries')
    .addColumn('seq', sequence, (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('debit', 'text', (column) => column.notNull())
    .addColumn('credit', 'text', (column) => column.notNull())
    .addColumn('amount_nanos', 'bigint', (column) => column.notNull())
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('ledger_entries_cause', ['kind', 'cause', 'debit', 'credit'])
    .execute()
  for (const side of ['debit', 'credit'])
    await db.schema
      .createIndex(`ledger_entries_${side}`)
      .on('ledger_entries')
      .columns([side, 'seq'])
      .execute()
}
