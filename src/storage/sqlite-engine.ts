import type { Kysely } from 'kysely'
import type { Engine } from './engine.ts'
import type { Schema } from './schema.ts'
import { sweep } from './sweep.ts'

/** A file of which this process is the only writer. */
export const SQLITE_ENGINE: Engine = {
  // More in one statement save nothing, and their values wait in memory.
  chunkRows: [50, 1],
  async takeSeqs(db, count) {
    const newest = await db
      .selectFrom('exchanges')
      .select(({ fn }) => fn.max('seq').as('seq'))
      .executeTakeFirst()
    const first = (newest?.seq ?? 0) + 1
    return Array.from({ length: count }, (_, index) => first + index)
  },
  async prepareFor() {},
  sweep,
  transaction: inTransaction,
  isRecordsFault: () => false,
  snapshot: inTransaction,
}

function inTransaction<Result>(
  db: Kysely<Schema>,
  run: (db: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(run)
}
