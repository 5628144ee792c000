import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { PostgresFault } from './postgres-fault.ts'

/** Connections of one process. One of them stores records; reads share the others. */
const CONNECTIONS_MAX = 8
const CONNECT_TIMEOUT_MS = 5_000
/** The database gives up what takes longer, as behind a lock. */
const STATEMENT_TIMEOUT_MS = 10_000
/** Then the connection is given up: on it nothing comes back any more, as behind a cable that was pulled. */
const ANSWER_TIMEOUT_MS = 15_000
const IDLE_MS = 60_000

/** How to reach a database, whoever connects. Integers are read as numbers; what is not exact is found by `exact`. */
export function connectionOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'portolan',
    types: { getTypeParser: (oid: TypeId, format?: 'text' | 'binary') => parserOf(oid, format) },
  }
}

/** Connections as Kysely uses them. What goes wrong is a `PostgresFault`, and no broken connection is used again. */
export function openPool(url: string): PostgresPool {
  const pool = new pg.Pool({
    ...connectionOptions(url),
    max: CONNECTIONS_MAX,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  })
  // An idle connection was lost; the pool makes another when it needs one.
  pool.on('error', () => {})
  return {
    connect: () => connect(pool),
    end: () => pool.end(),
    options: pool.options,
  }
}

async function connect(pool: pg.Pool): Promise<PostgresPoolClient> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new PostgresFault(error)
  })
  const known = LENT.get(client)
  if (known !== undefined) return known
  const lent = lend(client)
  LENT.set(client, lent)
  return lent
}

/** Kysely knows a connection by its object, so that each has one. */
const LENT = new WeakMap<pg.PoolClient, PostgresPoolClient>()

function lend(client: pg.PoolClient): PostgresPoolClient {
  let isBroken = false
  client.on('error', () => {
    isBroken = true
  })
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await client.query(text, values.map(storable))
    } catch (error) {
      const fault = new PostgresFault(error)
      if (fault.sqlState === null) isBroken = true
      throw fault
    }
  }
  return {
    // Kysely's own type is of a driver that also knows cursors, which need a package that is not here.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy = false) => client.release(destroy || isBroken),
  }
}

/** PostgreSQL takes no zero character in a text, which callers may write. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
}

type TypeId = Parameters<typeof pg.types.getTypeParser>[0]

function parserOf(oid: TypeId, format: 'text' | 'binary' = 'text') {
  const { INT8, NUMERIC } = pg.types.builtins
  return oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format)
}
