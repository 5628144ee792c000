import type { Kysely } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { tables } from './0001-tables.ts'
import { identities } from './0002-identities.ts'
import { scopes } from './0003-scopes.ts'
import { rollups } from './0004-rollups.ts'
import { responses } from './0005-responses.ts'
import { audit } from './0007-audit.ts'

/** Where databases have no common word for a type of column. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea'
  /** Of a key that counts up. SQLite makes a column of just this type the key of the table itself. */
  readonly sequence: 'integer' | 'bigint'
  /** Whether tables that grow with every exchange are kept as one part for each day. */
  readonly partitions: boolean
}

export const SQLITE_TYPES: ColumnTypes = { bytes: 'blob', sequence: 'integer', partitions: false }
export const POSTGRES_TYPES: ColumnTypes = { bytes: 'bytea', sequence: 'bigint', partitions: true }

/** By name, which is also their order. A migration that has been released is never changed. */
export function migrations(types: ColumnTypes): Record<string, Migration> {
  return {
    '0001-tables': tables(types),
    '0002-identities': identities(),
    '0003-scopes': scopes(),
    '0004-rollups': rollups(types),
    '0005-responses': responses(types),
    '0007-audit': audit(),
  }
}

/**
 * Brings the database to the newest schema; where several processes start at once, one does. Throws what the failed
 * migration threw.
 */
export async function migrateUp<Tables>(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  rethrow(await migrator(db, types).migrateToLatest())
}

/** Takes back the newest migration. */
export async function migrateDown<Tables>(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  rethrow(await migrator(db, types).migrateDown())
}

function migrator<Tables>(db: Kysely<Tables>, types: ColumnTypes): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations(types) } })
}

function rethrow({ error }: MigrationResultSet): void {
  if (error === undefined) return
  const cause = error instanceof Error ? error : new Error(String(error))
  if (!cause.message.startsWith('corrupted migrations')) throw cause
  throw new Error('The database has the tables of another version of Portolan, newer or never released.', {
    cause,
  })
}
