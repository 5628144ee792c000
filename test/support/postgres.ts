import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { initPostgres, type PostgresServer, serverAt, startPostgres } from './postgres-server.ts'

const OTHER_FILE_TIMEOUT_MS = 120_000

/** The server that all files of this run share. */
export interface TestPostgres {
  /** The URL of a new and empty database. */
  createDatabase(): Promise<string>
}

/** Null, with a notice, where this machine has no PostgreSQL for it: what needs one is then to be skipped. */
export async function testPostgres(): Promise<TestPostgres | null> {
  try {
    const server = await sharedServer(inject('postgresFolder'))
    return { createDatabase: () => createDatabase(server) }
  } catch (error) {
    console.log(`No PostgreSQL can be started here; what needs it is skipped. ${String(error)}`)
    return null
  }
}

/** Runs one statement, from outside everything that is tested. */
export async function runSql(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Takes everything out again that a test has stored, which is faster than a new database. */
export async function emptyDatabase(url: string): Promise<void> {
  const tables = await runSql(
    url,
    `SELECT quote_ident(relname) AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
     AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'kysely_%'
     AND relname NOT IN ('organizations', 'projects')`,
  )
  await runSql(url, `TRUNCATE ${tables.map(({ name }) => String(name)).join(', ')}`)
  await runSql(url, `DELETE FROM projects WHERE id <> 'default'`)
  await runSql(url, `DELETE FROM organizations WHERE id <> 'default'`)
}

async function createDatabase(server: PostgresServer): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runSql(server.urlOf('postgres'), `CREATE DATABASE ${name}`)
  return server.urlOf(name)
}

/** The first file to come makes it; the others wait for what that one says. */
async function sharedServer(folder: string): Promise<PostgresServer> {
  const data = join(folder, 'data')
  const said = join(folder, 'port')
  if (isFirst(join(folder, 'lock'))) {
    const port = await start(data).catch((error: unknown) => String(error))
    writeFileSync(`${said}.new`, String(port))
    renameSync(`${said}.new`, said)
  }
  for (let waitedMs = 0; !existsSync(said); waitedMs += 50) {
    if (waitedMs > OTHER_FILE_TIMEOUT_MS) throw new Error('Another file of tests has not started it.')
    await wait(50)
  }
  const port = Number(readFileSync(said, 'utf8'))
  if (Number.isNaN(port)) throw new Error(readFileSync(said, 'utf8'))
  return serverAt(data, port)
}

async function start(data: string): Promise<number> {
  await initPostgres(data)
  return (await startPostgres(data)).port
}

function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}
