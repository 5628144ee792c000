import type { Kysely } from 'kysely'
import type { RuleRecord } from '../core/budget.ts'
import type { Pause } from '../ledger/pauses.ts'
import type { Schema } from './schema.ts'

/** Limits and budgets that the admin API made, and who is paused by which budget: few, and read as a whole. */
export interface RuleStore {
  /** In the order in which they were made. */
  listRules(): Promise<readonly RuleRecord[]>
  /** Adds it, or puts it in the place of the one with its id. */
  putRule(record: RuleRecord): Promise<void>
  /** Its pauses go with it. */
  deleteRule(id: string): Promise<void>
  listPauses(): Promise<readonly Pause[]>
  /** One that is there already stays. */
  putPause(pause: Pause, nowMs: number): Promise<void>
  deletePause(pause: Pause): Promise<void>
}

export async function listRules(db: Kysely<Schema>): Promise<readonly RuleRecord[]> {
  const rows = await db.selectFrom('rules').selectAll().orderBy('created_at_ms').orderBy('id').execute()
  return rows.map(({ kind, document, created_at_ms, updated_at_ms }) => {
    const times = { createdAtMs: created_at_ms, updatedAtMs: updated_at_ms }
    return { kind, rule: JSON.parse(document), ...times }
  })
}

export async function putRule(
  db: Kysely<Schema>,
  { kind, rule, createdAtMs, updatedAtMs }: RuleRecord,
): Promise<void> {
  const document = JSON.stringify(rule)
  await db
    .insertInto('rules')
    .values({ id: rule.id, kind, document, created_at_ms: createdAtMs, updated_at_ms: updatedAtMs })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ document, updated_at_ms: updatedAtMs }))
    .execute()
}

export async function deleteRule(db: Kysely<Schema>, id: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('budget_pauses').where('budget_id', '=', id).execute()
    await transaction.deleteFrom('rules').where('id', '=', id).execute()
  })
}

export async function listPauses(db: Kysely<Schema>): Promise<readonly Pause[]> {
  const rows = await db.selectFrom('budget_pauses').selectAll().orderBy('paused_at_ms').execute()
  return rows.map(({ budget_id, scope_type, scope_id }) => ({
    budgetId: budget_id,
    scope: { type: scope_type, id: scope_id },
  }))
}

export async function putPause(db: Kysely<Schema>, { budgetId, scope }: Pause, nowMs: number): Promise<void> {
  await db
    .insertInto('budget_pauses')
    .values({ budget_id: budgetId, scope_type: scope.type, scope_id: scope.id, paused_at_ms: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function deletePause(db: Kysely<Schema>, { budgetId, scope }: Pause): Promise<void> {
  await db
    .deleteFrom('budget_pauses')
    .where('budget_id', '=', budgetId)
    .where('scope_type', '=', scope.type)
    .where('scope_id', '=', scope.id)
    .execute()
}
