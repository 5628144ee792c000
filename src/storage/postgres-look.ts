import pg from 'pg'
import { migrations, POSTGRES_TYPES } from './migrations/migrate.ts'
import { connectionOptions } from './postgres-pool.ts'

export interface PostgresLook {
  /** As the server says it. */
  readonly version: string
  readonly bytes: number
  /** Steps of the schema that the next start takes. */
  readonly waiting: readonly string[]
  /** Steps that this release does not know: a newer one has used the database. */
  readonly unknown: readonly string[]
}

/** Looks into a database and changes nothing in it. Rejects where it cannot be reached. */
export async function lookAtPostgres(url: string): Promise<PostgresLook> {
  const client = new pg.Client(connectionOptions(url))
  client.on('error', () => {}) // The query that is under way says so too.
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string; bytes: number; is_used: boolean }>(
      `SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
        to_regclass('kysely_migration') IS NOT NULL AS is_used`,
    )
    const [{ version, bytes, is_used } = { version: 'unknown', bytes: 0, is_used: false }] = rows
    const steps = is_used ? await client.query<{ name: string }>('SELECT name FROM kysely_migration') : null
    const done = steps === null ? [] : steps.rows.map(({ name }) => name)
    const known = Object.keys(migrations(POSTGRES_TYPES))
    return {
      version,
      bytes,
      waiting: known.filter((name) => !done.includes(name)),
      unknown: done.filter((name) => !known.includes(name)),
    }
  } finally {
    await client.end()
  }
}
