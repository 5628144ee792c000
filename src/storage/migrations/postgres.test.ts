import { Kysely, PostgresDialect, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testPostgres } from '../../../test/support/postgres.ts'
import { openPool } from '../postgres-pool.ts'
import { migrateDown, migrateUp, migrations, POSTGRES_TYPES } from './migrate.ts'

const postgres = await testPostgres()

const connect = (url: string) =>
  new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool(url) }) })

/** Every table with its columns, and every index, trigger and foreign key. */
async function shapeOf(db: Kysely<unknown>): Promise<readonly unknown[]> {
  const { rows } = await sql<{ line: string }>`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'kysely_%'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely_%'
    UNION ALL SELECT tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
    ORDER BY 1`.execute(db)
  return rows.map(({ line }) => line)
}

describe.skipIf(postgres === null)('on PostgreSQL', () => {
  test('every migration goes back to what was before it, and forward to the same again', async () => {
    const db = connect((await postgres?.createDatabase()) ?? '')
    await migrateUp(db, POSTGRES_TYPES)
    const newest = await shapeOf(db)
    expect(newest.length).toBeGreaterThan(80)
    const states: (readonly unknown[])[] = [newest]
    const count = Object.keys(migrations(POSTGRES_TYPES)).length
    for (let n = 0; n < count; n++) {
      await migrateDown(db, POSTGRES_TYPES)
      states.push(await shapeOf(db))
    }
    expect(states.at(-1)).toEqual([])
    await migrateUp(db, POSTGRES_TYPES)
    for (const state of states) {
      expect(await shapeOf(db)).toEqual(state)
      if (state.length > 0) await migrateDown(db, POSTGRES_TYPES)
    }
    await db.destroy()
  })

  test('of several processes that start at once, one migrates', async () => {
    for (let round = 0; round < 3; round++) {
      const url = (await postgres?.createDatabase()) ?? ''
      const processes = Array.from({ length: 4 }, () => connect(url))
      await Promise.all(processes.map((db) => migrateUp(db, POSTGRES_TYPES)))
      const [first] = processes
      if (first === undefined) throw new Error('There is one.')
      const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(
        first,
      )
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations(POSTGRES_TYPES)))
      await Promise.all(processes.map((db) => db.destroy()))
    }
  })
})
