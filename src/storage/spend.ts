import type { Kysely, Selectable } from 'kysely'
import { type Scope, scopesOf } from '../core/scope.ts'
import { SLOT_MS } from '../ledger/calendar.ts'
import { type Charged, providerSpends, spendOf } from '../ledger/charges.ts'
import { decodeDetails, requestedModelOf } from '../ledger/journal-details.ts'
import type { Spend } from '../ledger/spend.ts'
import { CompiledInsert } from './compiled-insert.ts'
import { capped, exact } from './exact.ts'
import type { ExchangeRow } from './exchange-rows.ts'
import type { Schema, ScopeSpendTable } from './schema.ts'
import type { ScopeSpend } from './store.ts'

type SpendRow = Selectable<ScopeSpendTable>

export async function spend(
  db: Kysely<Schema>,
  { type, id }: Scope,
  sinceMs: number,
): Promise<readonly ScopeSpend[]> {
  const rows = await db
    .selectFrom('scope_spend')
    .selectAll()
    .where('scope_type', '=', type)
    .where('scope_id', '=', id)
    .where('slot', '>=', Math.floor(sinceMs / SLOT_MS))
    .orderBy('slot')
    .execute()
  return rows.map(fromRow)
}

export async function allSpend(db: Kysely<Schema>): Promise<readonly ScopeSpend[]> {
  const rows = await db
    .selectFrom('scope_spend')
    .selectAll()
    .orderBy('scope_type')
    .orderBy('scope_id')
    .orderBy('slot')
    .execute()
  return rows.map(fromRow)
}

/**
 * Adds to what each scope has used when each exchange began. A request that was refused before anybody was asked has
 * used nothing.
 */
export class SpendWriter {
  readonly #rows: CompiledInsert<SpendRow>

  constructor(db: Kysely<Schema>, chunkRows: readonly number[]) {
    this.#rows = new CompiledInsert(chunkRows, (rows) =>
      db
        .insertInto('scope_spend')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['scope_type', 'scope_id', 'slot']).doUpdateSet((eb) => ({
            cost_nanos: eb('scope_spend.cost_nanos', '+', eb.ref('excluded.cost_nanos')),
            tokens: eb('scope_spend.tokens', '+', eb.ref('excluded.tokens')),
            calls: eb('scope_spend.calls', '+', eb.ref('excluded.calls')),
            unpriced: eb('scope_spend.unpriced', '+', eb.ref('excluded.unpriced')),
            busy_ms: eb('scope_spend.busy_ms', '+', eb.ref('excluded.busy_ms')),
          })),
        )
        .compile(),
    )
  }

  async add(db: Kysely<Schema>, exchanges: readonly ExchangeRow[]): Promise<void> {
    await this.#rows.run(db, tally(exchanges))
  }
}

/** One row for each scope and quarter of an hour. */
export function tally(exchanges: readonly ExchangeRow[]): readonly SpendRow[] {
  const sums = new Map<string, SpendRow>()
  const add = ({ type, id }: Scope, slot: number, used: Spend, unpriced: number) => {
    const place = `${type} ${slot} ${id}`
    let sum = sums.get(place)
    if (sum === undefined) {
      sum = emptySum(type, id, slot)
      sums.set(place, sum)
    }
    sum.cost_nanos = exact(sum.cost_nanos + used.costNanos)
    sum.tokens = capped(sum.tokens + used.tokens)
    sum.calls += used.calls
    sum.unpriced += unpriced
    sum.busy_ms += used.ms
  }
  for (const row of exchanges) {
    const charged = chargedOf(row)
    const used = spendOf(charged)
    if (used === null) continue
    const slot = Math.floor(row.time_ms / SLOT_MS)
    const unpriced = row.billed_nanos === null ? 1 : 0
    for (const scope of scopesOfRow(row)) add(scope, slot, used, unpriced)
    for (const [id, ofProvider] of providerSpends(charged)) {
      add({ type: 'provider', id }, slot, ofProvider, row.cost_nanos === null ? 1 : 0)
    }
  }
  // Always in the same order: processes that add to the same rows must not wait for each other in a circle.
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum)
}

function scopesOfRow(row: ExchangeRow): readonly Scope[] {
  return scopesOf({
    organizationId: row.organization_id,
    projectId: row.project_id,
    memberId: row.member_id,
    keyId: row.key_id,
    user: row.end_user,
    session: row.session,
    tags: row.tags === null ? [] : JSON.parse(row.tags),
    requestedModel: requestedModelOf(row.details, row.model),
  })
}

function chargedOf(row: ExchangeRow): Charged {
  const { input_tokens, output_tokens, attempts, details } = row
  return {
    provider: row.provider,
    costNanos: row.cost_nanos,
    billedNanos: row.billed_nanos,
    tokens: input_tokens === null ? null : input_tokens + (output_tokens ?? 0),
    durationMs: row.duration_ms,
    overheadMs: row.overhead_ms,
    attempts,
    listAttempts: () => decodeDetails(details, row).attempts,
  }
}

function emptySum(scope_type: Scope['type'], scope_id: string, slot: number): SpendRow {
  return { scope_type, scope_id, slot, cost_nanos: 0, tokens: 0, calls: 0, unpriced: 0, busy_ms: 0 }
}

function fromRow(row: SpendRow): ScopeSpend {
  return {
    scope: { type: row.scope_type, id: row.scope_id },
    startMs: row.slot * SLOT_MS,
    costNanos: exact(row.cost_nanos),
    tokens: capped(row.tokens),
    calls: row.calls,
    unpriced: row.unpriced,
    ms: row.busy_ms,
  }
}
