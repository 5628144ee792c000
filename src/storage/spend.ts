import type { Kysely, Selectable } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import { capped, exact } from './exact.ts'
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
 * Adds to what each key has used on the day of each record. Records without a key belong to nobody's budget, and a
 * request that was refused before anybody was asked has used none.
 */
export async function addSpend(db: Kysely<Schema>, records: readonly ExchangeRecord[]): Promise<void> {
  for (const row of tally(records)) {
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

function tally(records: readonly ExchangeRecord[]): Iterable<Selectable<KeySpendTable>> {
  const sums = new Map<string, Selectable<KeySpendTable>>()
  for (const { keyId, timeMs, attempts, usage, costNanos } of records) {
    if (keyId === null || (attempts.length === 0 && usage === null)) continue
    const day = new Date(timeMs).toISOString().slice(0, 10)
    const sum = sums.get(`${day} ${keyId}`) ?? {
      key_id: keyId,
      day,
      cost_nanos: 0,
      tokens: 0,
      calls: 0,
      unpriced: 0,
    }
    sums.set(`${day} ${keyId}`, {
      ...sum,
      cost_nanos: exact(sum.cost_nanos + (costNanos ?? 0)),
      tokens: capped(sum.tokens + (usage === null ? 0 : usage.inputTokens + usage.outputTokens)),
      calls: sum.calls + 1,
      unpriced: sum.unpriced + (costNanos === null ? 1 : 0),
    })
  }
  return sums.values()
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
