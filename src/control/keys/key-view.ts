import { z } from 'zod'
import type { KeyRecord } from '../../core/key.ts'
import { addSpend, NO_SPEND } from '../../ledger/spend.ts'
import type { ScopeSpend } from '../../storage/store.ts'
import { budgetSchema, budgetView, spentBudgetSchema, spentBudgetView } from '../budget-view.ts'
import { isoTime, isoTimeOrNull, time } from '../fields.ts'
import { nanos, nanosOf, usd, usdOf } from '../money.ts'
import { keyRole, limitsSchema } from './key-fields.ts'
import { scopeFields, scopesView } from './key-scope-fields.ts'

const summary = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('The last four characters of the secret.'),
  role: keyRole,
  organization_id: z.string().nullable().describe('Null: the default one.'),
  project_id: z.string().nullable().describe('Null: the default one.'),
  member_id: z.string().nullable(),
  models: z.array(z.string()).nullable(),
  ...scopeFields,
  limits: limitsSchema,
  budgets: z.array(budgetSchema),
  expires_at: time.nullable(),
  blocked: z.boolean(),
  tags: z.array(z.string()),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  created_at: time,
  updated_at: time,
  previous_expires_at: time.nullable().describe('Until when the secret before the last rotation works.'),
})

/** A key as lists show it. */
export const keySchema = summary.meta({ id: 'Key' })

/** With the secret, which only the answer that made it holds. */
export const newKeySchema = summary.extend({ key: z.string() }).meta({ id: 'NewKey' })

/** With what it has used. */
export const keyDetailSchema = summary
  .extend({
    budgets: z.array(spentBudgetSchema),
    usage: z.object({
      requests: z.int(),
      tokens: z.int(),
      cost: usd,
      cost_nanos: nanos,
      unpriced: z.int().describe('Requests whose cost is not known, and so not in `cost`.'),
    }),
  })
  .meta({ id: 'KeyDetail' })

export function keyView(key: KeyRecord, nowMs: number): z.output<typeof keySchema> {
  const { previous } = key
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    role: key.role,
    organization_id: key.organizationId,
    project_id: key.projectId,
    member_id: key.memberId,
    models: key.models === null ? null : [...key.models],
    ...scopesView(key.scopes),
    limits: key.limits,
    budgets: key.budgets.map(budgetView),
    expires_at: isoTimeOrNull(key.expiresAtMs),
    blocked: key.blocked,
    tags: [...key.tags],
    metadata: key.metadata,
    created_at: isoTime(key.createdAtMs),
    updated_at: isoTime(key.updatedAtMs),
    previous_expires_at: previous !== null && previous.untilMs > nowMs ? isoTime(previous.untilMs) : null,
  }
}

/** `rows` are all that the key has ever used. */
export function keyDetailView(
  key: KeyRecord,
  rows: readonly ScopeSpend[],
  nowMs: number,
): z.output<typeof keyDetailSchema> {
  const all = rows.reduce(addSpend, NO_SPEND)
  return {
    ...keyView(key, nowMs),
    budgets: key.budgets.map((each) => spentBudgetView(each, rows, nowMs)),
    usage: {
      requests: all.calls,
      tokens: all.tokens,
      cost: usdOf(all.costNanos),
      cost_nanos: nanosOf(all.costNanos),
      unpriced: rows.reduce((sum, { unpriced }) => sum + unpriced, 0),
    },
  }
}
