import { type Kysely, sql } from 'kysely'

type AnyDatabase = Kysely<unknown>

/**
 * Makes the tables that grow with every exchange into partitioned ones, by the time an exchange began. A key of a
 * partitioned table has to hold that time, so that an exchange is one by its id and its time, which are both given to
 * it once; and nothing can point at `seq` alone, so that tags and bodies go with their own day.
 *
 * The parts of the days are made by the store. What has no part of its own is in `…_other`.
 */
export async function splitByDay(db: AnyDatabase): Promise<void> {
  await sql`CREATE SEQUENCE exchanges_seq AS bigint`.execute(db)
  await sql`SELECT setval('exchanges_seq', coalesce(max(seq), 0) + 1, false) FROM exchanges`.execute(db)
  await sql`UPDATE bodies SET time_ms = exchanges.time_ms FROM exchanges WHERE seq = exchange_seq`.execute(db)
  // The new keys do what these did.
  await sql`DROP INDEX exchanges_time, exchange_tags_tag`.execute(db)
  for (const { name, keys } of TABLES) {
    const indexes = await dropIndexes(db, name)
    const whole = `${name}_whole`
    await sql`ALTER TABLE ${sql.table(name)} RENAME TO ${sql.table(whole)}`.execute(db)
    await sql`
      CREATE TABLE ${sql.table(name)} (LIKE ${sql.table(whole)} INCLUDING DEFAULTS, ${sql.raw(keys.split)})
      PARTITION BY RANGE (time_ms)`.execute(db)
    for (const definition of indexes) await sql.raw(definition).execute(db)
    await sql`CREATE TABLE ${sql.table(`${name}_other`)} PARTITION OF ${sql.table(name)} DEFAULT`.execute(db)
    await move(db, whole, name)
  }
}

/** One table each again. */
export async function joinDays(db: AnyDatabase): Promise<void> {
  for (const { name, keys } of TABLES.toReversed()) {
    const indexes = await dropIndexes(db, name)
    const split = `${name}_split`
    await sql`ALTER TABLE ${sql.table(name)} RENAME TO ${sql.table(split)}`.execute(db)
    await sql`
      CREATE TABLE ${sql.table(name)} (LIKE ${sql.table(split)} INCLUDING DEFAULTS, ${sql.raw(keys.whole)})`.execute(
      db,
    )
    for (const definition of indexes) await sql.raw(definition.replaceAll(' ON ONLY ', ' ON ')).execute(db)
    await move(db, split, name)
  }
  for (const { name, references } of TABLES) {
    if (references !== null) await sql`ALTER TABLE ${sql.table(name)} ADD ${sql.raw(references)}`.execute(db)
  }
  await sql`CREATE INDEX exchanges_time ON exchanges (time_ms)`.execute(db)
  await sql`CREATE INDEX exchange_tags_tag ON exchange_tags (tag, time_ms, exchange_seq)`.execute(db)
  await sql`DROP SEQUENCE exchanges_seq`.execute(db)
}

/** Bodies and tags first: they point at exchanges. */
const TABLES = [
  {
    name: 'bodies',
    keys: {
      split: 'CONSTRAINT bodies_by_time PRIMARY KEY (exchange_seq, time_ms)',
      whole: 'CONSTRAINT bodies_pkey PRIMARY KEY (exchange_seq)',
    },
    references: 'FOREIGN KEY (exchange_seq) REFERENCES exchanges (seq) ON DELETE CASCADE',
  },
  {
    name: 'exchange_tags',
    keys: {
      split: 'CONSTRAINT exchange_tags_by_time PRIMARY KEY (tag, time_ms, exchange_seq)',
      whole: 'CONSTRAINT exchange_tags_pk PRIMARY KEY (exchange_seq, tag)',
    },
    references: 'FOREIGN KEY (exchange_seq) REFERENCES exchanges (seq) ON DELETE CASCADE',
  },
  {
    name: 'exchanges',
    keys: {
      split:
        'CONSTRAINT exchanges_by_time PRIMARY KEY (time_ms, seq), CONSTRAINT exchanges_id_once UNIQUE (id, time_ms)',
      whole: 'CONSTRAINT exchanges_pkey PRIMARY KEY (seq), CONSTRAINT exchanges_id_key UNIQUE (id)',
    },
    references: null,
  },
] as const

/** Those that only find rows; what they were, to be made again. Keys go with their table. */
async function dropIndexes(db: AnyDatabase, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; definition: string }>`
    SELECT indexname AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      JOIN pg_indexes ON indexname = relname AND schemaname = current_schema()
    WHERE indrelid = ${table}::regclass AND NOT indisunique
    ORDER BY indexname`.execute(db)
  for (const { name } of rows) await sql`DROP INDEX ${sql.ref(name)}`.execute(db)
  return rows.map(({ definition }) => definition)
}

async function move(db: AnyDatabase, from: string, to: string): Promise<void> {
  await sql`INSERT INTO ${sql.table(to)} SELECT * FROM ${sql.table(from)}`.execute(db)
  await sql`DROP TABLE ${sql.table(from)} CASCADE`.execute(db)
}
