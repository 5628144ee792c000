import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { SweepBefore, SweepResult } from './store.ts'

/** Oldest first, a limited number at a time, so that no sweep holds the database for long. */
export async function sweep(db: Kysely<Schema>, before: SweepBefore, limit: number): Promise<SweepResult> {
  const bodies = await db
    .deleteFrom('bodies')
    .where('exchange_id', 'in', (eb) =>
      eb
        .selectFrom('bodies')
        .select('exchange_id')
        .where('time_ms', '<', before.bodiesMs)
        .orderBy('time_ms')
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  // Bodies and tags go with their exchange.
  const exchanges = await db
    .deleteFrom('exchanges')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('exchanges')
        .select('id')
        .where('time_ms', '<', before.exchangesMs)
        .orderBy('time_ms')
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return { exchanges: Number(exchanges.numDeletedRows), bodies: Number(bodies.numDeletedRows) }
}
