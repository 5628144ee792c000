import type { Kysely } from 'kysely'
import { DAY_MS, HOUR_MS, MINUTE_MS, WIDTHS_MS } from './rollups.ts'
import type { Schema } from './schema.ts'

/** Minutes are for what happens now; hours are as good for what is longer ago. */
const MINUTES_KEPT_MS = 2 * DAY_MS

/** From when on the roll-ups of each width are whole. */
export type RollupFloors = ReadonlyMap<number, number>

export async function rollupFloors(db: Kysely<Schema>): Promise<RollupFloors> {
  const rows = await db.selectFrom('usage_floors').selectAll().execute()
  return new Map(rows.map(({ width_ms, since_ms }) => [width_ms, since_ms]))
}

/**
 * Forgets the roll-ups in which exchanges from before `beforeMs` count, ahead of these exchanges. What is left of their
 * first day, hour or minute is then summed up from narrower roll-ups and from the exchanges.
 */
export async function dropRollups(db: Kysely<Schema>, beforeMs: number): Promise<void> {
  const newest = await db
    .selectFrom('usage_rollups')
    .select(({ fn }) => fn.max('start_ms').as('start_ms'))
    .where('width_ms', '=', HOUR_MS)
    .executeTakeFirst()
  const minutesSince = Math.max(beforeMs, (newest?.start_ms ?? 0) - MINUTES_KEPT_MS)
  for (const widthMs of WIDTHS_MS.toReversed()) {
    const sinceMs = widthMs === MINUTE_MS ? minutesSince : beforeMs
    await raiseFloor(db, widthMs, sinceMs)
    await db
      .deleteFrom('usage_rollups')
      .where('width_ms', '=', widthMs)
      .where('start_ms', '<', sinceMs)
      .execute()
  }
}

/** Never down again: what was below it is gone. */
async function raiseFloor(db: Kysely<Schema>, width_ms: number, since_ms: number): Promise<void> {
  await db
    .insertInto('usage_floors')
    .values({ width_ms, since_ms })
    .onConflict((conflict) =>
      conflict.column('width_ms').doUpdateSet({ since_ms }).where('usage_floors.since_ms', '<', since_ms),
    )
    .execute()
}
