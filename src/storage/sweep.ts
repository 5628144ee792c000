import type { DeleteResult, Kysely } from 'kysely'
import { dropRollups } from './rollup-floors.ts'
import type { Schema } from './schema.ts'
import type { SweepBefore, SweepResult } from './store.ts'

/** Oldest first, a limited number at a time, so that no sweep holds the database for long. */
export async function sweep(db: Kysely<Schema>, before: SweepBefore, limit: number): Promise<SweepResult> {
  await db.transaction().execute((transaction) => dropRollups(transaction, before.exchangesMs))
  const bodies = await sweepBodies(db, before.bodiesMs, limit)
  // Bodies and tags go with their exchange.
  const exchanges = await db
    .deleteFrom('exchanges')
    .where('seq', 'in', (eb) =>
      eb
        .selectFrom('exchanges')
        .select('seq')
        .where('time_ms', '<', before.exchangesMs)
        .orderBy('time_ms')
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return { exchanges: Number(exchanges.numDeletedRows), bodies: Number(bodies.numDeletedRows) }
}

/**
 * Bodies have no index by time, which would cost every one of them. They are walked through in the order in which they
 * were stored, as far as the oldest exchange that stays. Behind that one an old body can only be where exchanges have
 * overtaken each other, and a later sweep comes to it.
 */
function sweepBodies(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<DeleteResult> {
  return db
    .deleteFrom('bodies')
    .where('exchange_seq', 'in', (eb) =>
      eb
        .selectFrom('bodies')
        .innerJoin('exchanges', 'exchanges.seq', 'bodies.exchange_seq')
        .select('bodies.exchange_seq')
        .where('exchanges.time_ms', '<', beforeMs)
        .where('bodies.exchange_seq', '<', ({ fn, selectFrom, val }) =>
          fn.coalesce(
            selectFrom('exchanges as stays')
              .select('stays.seq')
              .where('stays.time_ms', '>=', beforeMs)
              .orderBy('stays.time_ms')
              .limit(1),
            val(Number.MAX_SAFE_INTEGER),
          ),
        )
        .orderBy('bodies.exchange_seq')
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
}
