import type { Kysely } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { initial } from './0001-initial.ts'
import { revisionSource } from './0002-revision-source.ts'

/** Where databases have no common word for a type of column. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea'
}

/** By name, which is also their order. A migration that has been released is never changed. */
export function migrations(types: ColumnTypes): Record<string, Migration> {
  return { '0001-initial': initial(types), '0002-revision-source': revisionSource }
}

/** Brings the database to the newest schema. Throws what the failed migration threw. */
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
  if (error !== undefined) throw error instanceof Error ? error : new Error(String(error))
}
