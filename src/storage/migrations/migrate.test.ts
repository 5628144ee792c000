import { Kysely, SqliteDialect, sql } from 'kysely'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrateDown, migrateUp, migrations, SQLITE_TYPES } from './migrate.ts'

test('every migration goes back to what was before it, and forward to the same again', async () => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  const states: unknown[] = []
  const objects = async () => {
    const { rows } = await sql`
      SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'kysely_%' AND name NOT LIKE 'sqlite_%'
      ORDER BY name`.execute(db)
    return rows
  }
  await migrateUp(db, SQLITE_TYPES)
  const newest = await objects()
  expect(newest.length).toBeGreaterThan(8)
  await migrateUp(db, SQLITE_TYPES)
  expect(await objects()).toEqual(newest)

  for (const _ of Object.keys(migrations(SQLITE_TYPES))) {
    await migrateDown(db, SQLITE_TYPES)
    states.push(await objects())
  }
  expect(states.at(-1)).toEqual([])
  await migrateUp(db, SQLITE_TYPES)
  expect(await objects()).toEqual(newest)
  await db.destroy()
})

test('a migration that fails says why', async () => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  await sql`CREATE TABLE exchanges (id TEXT)`.execute(db)
  await expect(migrateUp(db, SQLITE_TYPES)).rejects.toThrow('table "exchanges" already exists')
  await db.destroy()
})

test('a database of a build that is not in this line is refused, and says so', async () => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  await migrateUp(db, SQLITE_TYPES)
  await sql`UPDATE kysely_migration SET name = '0001-initial' WHERE name = '0001-tables'`.execute(db)
  await expect(migrateUp(db, SQLITE_TYPES)).rejects.toThrow('of another version of Portolan')
  await db.destroy()
})
