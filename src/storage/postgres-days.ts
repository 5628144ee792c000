import { type Kysely, sql } from 'kysely'
import { PostgresFault } from './postgres-fault.ts'
import { dropRollups } from './rollup-floors.ts'
import { DAY_MS } from './rollups.ts'
import type { Schema } from './schema.ts'
import type { SweepBefore, SweepResult } from './store.ts'

const TABLES = ['exchanges', 'exchange_tags', 'bodies'] as const
type SplitTable = (typeof TABLES)[number]

/** Days that get a part of their own: these, from today. What is told of other days is in `…_other`. */
const DAYS_BACK = 400
const DAYS_AHEAD = 2
/** A part cannot be added while somebody reads for long: rows go to `…_other` until it can. */
const LOCK_TIMEOUT_MS = 1_000
const COUNT_TIMEOUT_MS = 300_000
/** Held while parts are made or dropped, so that of several processes one does it. */
const LOCK_ID = 7_401_220_519

export interface DaysOptions {
  /** The day by the database's clock, in days since 1970, where nothing else is said. */
  readonly today?: () => Promise<number>
  log(level: 'warn', message: string, fields: Readonly<Record<string, unknown>>): void
}

/** The parts of the big tables, one for each day (UTC), made before they are needed and dropped whole. */
export class PostgresDays {
  readonly #db: Kysely<Schema>
  readonly #options: DaysOptions
  /** Days whose parts are known to be there. Bounded by `DAYS_BACK` and the days that this process runs. */
  readonly #made = new Set<number>()
  #today = 0

  constructor(db: Kysely<Schema>, options: DaysOptions) {
    this.#db = db
    this.#options = options
  }

  /** Makes the parts of today and of the days ahead. To be called every few hours, and before all else. */
  async makeAhead(): Promise<void> {
    const { today = () => todayOf(this.#db) } = this.#options
    this.#today = await today()
    const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => this.#today + ahead)
    await this.#make(new Set(days.filter((day) => !this.#made.has(day))))
  }

  /** Makes what is missing for exchanges of these times, as far as these are of the days kept apart. */
  async prepare(timesMs: readonly number[]): Promise<void> {
    const missing = new Set<number>()
    for (const timeMs of timesMs) {
      const day = Math.floor(timeMs / DAY_MS)
      if (day >= this.#today - DAYS_BACK && day < this.#today && !this.#made.has(day)) missing.add(day)
    }
    if (missing.size > 0) await this.#make(missing)
  }

  async #make(missing: Iterable<number>): Promise<void> {
    for (const day of missing) {
      if ((await this.#exclusively((db) => makeDay(db, day))) !== null) this.#made.add(day)
    }
  }

  /** Drops the days that are over, whole: a row is kept for as long as it has to be, and at most a day longer. */
  async sweep({ exchangesMs, bodiesMs }: SweepBefore, limit: number): Promise<SweepResult> {
    const exchangesDay = Math.floor(exchangesMs / DAY_MS)
    const bodiesDay = Math.max(exchangesDay, Math.floor(bodiesMs / DAY_MS))
    const bodies = await this.#sweepTable('bodies', bodiesDay, limit)
    await this.#db.transaction().execute((db) => dropRollups(db, exchangesDay * DAY_MS))
    await this.#sweepTable('exchange_tags', exchangesDay, limit)
    const exchanges = await this.#sweepTable('exchanges', exchangesDay, limit)
    return { exchanges, bodies }
  }

  async #sweepTable(table: SplitTable, beforeDay: number, limit: number): Promise<number> {
    let deleted = await deleteOthers(this.#db, table, beforeDay, limit)
    for (const day of await daysOf(this.#db, table)) {
      if (day >= beforeDay) continue
      deleted += (await this.#exclusively((db) => dropDay(db, table, day))) ?? 0
      this.#made.delete(day)
    }
    return deleted
  }

  /** Null, and a word in the log, where somebody reads for too long. */
  async #exclusively<Result>(run: (db: Kysely<Schema>) => Promise<Result>): Promise<Result | null> {
    try {
      return await this.#db.transaction().execute(async (db) => {
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK_ID)})`.execute(db)
        await sql`SET LOCAL lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(db)
        return await run(db)
      })
    } catch (error) {
      if (!(error instanceof PostgresFault) || error.sqlState !== LOCK_NOT_AVAILABLE) throw error
      this.#options.log('warn', 'A day could not be made or dropped while it was read; it is tried again.', {
        error: error.message,
      })
      return null
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03'

async function todayOf(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ day: number }>`
    SELECT floor(extract(epoch FROM now()) / 86400) AS day`.execute(db)
  return rows[0]?.day ?? 0
}

/** Takes along what has come for that day before it had its own part. */
async function makeDay(db: Kysely<Schema>, day: number): Promise<true> {
  const [from, until] = [sql.lit(day * DAY_MS), sql.lit((day + 1) * DAY_MS)]
  for (const table of TABLES) {
    const part = partOf(table, day)
    const { rows } = await sql`SELECT 1 WHERE to_regclass(${part}) IS NOT NULL`.execute(db)
    if (rows.length > 0) continue
    await sql`CREATE TABLE ${sql.table(part)} (LIKE ${sql.table(table)} INCLUDING ALL)`.execute(db)
    await sql`
      WITH early AS (
        DELETE FROM ${sql.table(`${table}_other`)} WHERE time_ms >= ${from} AND time_ms < ${until} RETURNING *)
      INSERT INTO ${sql.table(part)} SELECT * FROM early`.execute(db)
    await sql`
      ALTER TABLE ${sql.table(table)} ATTACH PARTITION ${sql.table(part)}
      FOR VALUES FROM (${from}) TO (${until})`.execute(db)
  }
  return true
}

/** With how many rows were in it. */
async function dropDay(db: Kysely<Schema>, table: SplitTable, day: number): Promise<number> {
  const part = sql.table(partOf(table, day))
  await sql`SET LOCAL statement_timeout = ${sql.lit(COUNT_TIMEOUT_MS)}`.execute(db)
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${part}`.execute(db)
  await sql`DROP TABLE ${part}`.execute(db)
  return rows[0]?.count ?? 0
}

async function deleteOthers(
  db: Kysely<Schema>,
  table: SplitTable,
  beforeDay: number,
  limit: number,
): Promise<number> {
  const others = sql.table(`${table}_other`)
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM ${others} WHERE ctid IN (
      SELECT ctid FROM ${others} WHERE time_ms < ${beforeDay * DAY_MS} ORDER BY time_ms LIMIT ${limit})`.execute(
    db,
  )
  return Number(numAffectedRows)
}

/** Oldest first. */
async function daysOf(db: Kysely<Schema>, table: SplitTable): Promise<readonly number[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = ${table}::regclass ORDER BY relname`.execute(db)
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? []
    return year === undefined ? [] : [Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS]
  })
}

function partOf(table: SplitTable, day: number): string {
  return `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`
}
