import { type Kysely, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { PostgresDays } from './postgres-days.ts'
import { PostgresFault } from './postgres-fault.ts'
import type { Schema } from './schema.ts'

/** Transactions that are in each other's way are begun anew this often. */
const ATTEMPTS_MAX = 5
const PAUSE_MS = 20

/** A database that several processes write to. `days` is shared by all who write from this one. */
export function postgresEngine(days: PostgresDays): Engine {
  return {
    // Each statement is a way there and back; its text is parsed anew each time.
    chunkRows: [256, 64, 16, 4, 1],
    takeSeqs,
    prepareFor: (_, timesMs) => days.prepare(timesMs),
    sweep: (_, before, limit) => days.sweep(before, limit),
    transaction,
    isRecordsFault: (error) => error instanceof PostgresFault && error.isOfValues,
    snapshot: (db, read) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read),
  }
}

async function takeSeqs(db: Kysely<Schema>, count: number): Promise<readonly number[]> {
  if (count === 0) return []
  const { rows } = await sql<{ seq: number }>`
    SELECT nextval('exchanges_seq') AS seq FROM generate_series(1, ${count})`.execute(db)
  return rows.map(({ seq }) => seq)
}

async function transaction<Result>(
  db: Kysely<Schema>,
  run: (db: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(run)
    } catch (error) {
      const isCollision = error instanceof PostgresFault && error.isCollision
      if (!isCollision || attempt === ATTEMPTS_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt))
    }
  }
}
