import type { Kysely, Selectable } from 'kysely'
import { capped, exact } from './exact.ts'
import type { ExchangeRow } from './exchange-rows.ts'
import type { KeySpendTable, Schema } from './schema.ts'
import type { KeySpend } from './store.ts'

export async function spend(
  db: Kysely<Schema>,
  keyId: string,
  sinceDay: string,
): Promise<readonly KeySpend[]> {
  const rows = await db
    .selectFrom('key_spend')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('day', '>=', sinceDay)
    .orderBy('day')
    .execute()
  return rows.map(fromRow)
}

export async function allSpend(db: Kysely<Schema>): Promise<readonly KeySpend[]> {
  const rows = await db.selectFrom('key_spend').selectAll().orderBy('key_id').orderBy('day').execute()
  return rows.map(fromRow)
}

/**
 * Adds to what each key has used on the day of each exchange. Exchanges without a key belong to nobody's budget, and a
 * request that was refused before anybody was asked has used none.
 */
export async function addSpend(db: Kysely<Schema>, exchanges: readonly ExchangeRow[]): Promise<void> {
  for (const row of tally(exchanges)) {
    await db
      .insertInto('key_spend')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['key_id', 'day']).doUpdateSet((eb) => ({
          cost_nanos: eb('key_spend.cost_nanos', '+', eb.ref('excluded.cost_nanos')),
          tokens: eb('key_spend.tokens', '+', eb.ref('excluded.tokens')),
          calls: eb('key_spend.calls', '+', eb.ref('excluded.calls')),
          unpriced: eb('key_spend.unpriced', '+', eb.ref('excluded.unpriced')),
        })),
      )
      .execute()
  }
}

function tally(exchanges: readonly ExchangeRow[]): Iterable<Selectable<KeySpendTable>> {
  const sums = new Map<string, Selectable<KeySpendTable>>()
  for (const { key_id, time_ms, attempts, input_tokens, output_tokens, billed_nanos } of exchanges) {
    if (key_id === null || (attempts === 0 && input_tokens === null)) continue
    const day = Math.floor(time_ms / DAY_MS)
    const place = `${day} ${key_id}`
    const sum = sums.get(place) ?? emptySum(key_id, new Date(day * DAY_MS).toISOString().slice(0, 10))
    sum.cost_nanos = exact(sum.cost_nanos + (billed_nanos ?? 0))
    sum.tokens = capped(sum.tokens + (input_tokens ?? 0) + (output_tokens ?? 0))
    sum.calls += 1
    if (billed_nanos === null) sum.unpriced += 1
    sums.set(place, sum)
  }
  return sums.values()
}

const DAY_MS = 86_400_000

function emptySum(keyId: string, day: string): Selectable<KeySpendTable> {
  return { key_id: keyId, day, cost_nanos: 0, tokens: 0, calls: 0, unpriced: 0 }
}

function fromRow(row: Selectable<KeySpendTable>): KeySpend {
  return {
    keyId: row.key_id,
    day: row.day,
    costNanos: exact(row.cost_nanos),
    tokens: capped(row.tokens),
    calls: row.calls,
    unpriced: row.unpriced,
  }
}
