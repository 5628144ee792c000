import { Kysely, PostgresDialect } from 'kysely'
import { migrateUp, POSTGRES_TYPES } from './migrations/migrate.ts'
import { PostgresDays, type DaysOptions } from './postgres-days.ts'
import { postgresEngine } from './postgres-engine.ts'
import { openPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'
import { SqlStore } from './sql-store.ts'

export interface OpenedPostgres {
  readonly db: Kysely<Schema>
  readonly store: SqlStore
  /** `makeAhead` is to be called every few hours. */
  readonly days: PostgresDays
}

/** Connects to a database and brings it to the newest schema. Rejects where that cannot be done now. */
export async function openPostgres(url: string, options: DaysOptions): Promise<OpenedPostgres> {
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url) }) })
  const days = new PostgresDays(db, options)
  try {
    await migrateUp(db, POSTGRES_TYPES)
    await days.makeAhead()
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, store: new SqlStore(db, postgresEngine(days)), days }
}
