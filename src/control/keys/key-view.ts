import { z } from 'zod'
import type { Budget, KeyRecord } from '../../core/key.ts'
import { dayOf, renewsAtMs } from '../../ledger/calendar.ts'
import { Spending } from '../../ledger/spending.ts'
import type { KeySpend } from '../../storage/store.ts'
import { isoTime, isoTimeOrNull, time } from '../fields.ts'
import { nanos, nanosOf, usd, usdOf } from '../money.ts'
import { keyRole, limitsSchema, windowSchema } from './key-fields.ts'
import { scopeFields, scopesView } from './key-scope-fields.ts'

const budget = z.object({
  usd: z.number().exactOptional(),
  usd_nanos: z.string().exactOptional(),
  tokens: z.int().exactOptional(),
  calls: z.int().exactOptional(),
  window: windowSchema,
  on_exhausted: z.literal('deny'),
})

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
  budgets: z.array(budget),
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

/** A budget, with what has been used of it. */
export const spentBudgetSchema = budget
  .extend({
    spent: z.number().describe('In this window so far, in the unit of the budget.'),
    spent_nanos: z.string().exactOptional(),
    renews_at: time.nullable().describe('When there is next more to spend. Null: never.'),
  })
  .meta({ id: 'SpentBudget' })

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

/** `days` is everything the key has ever used, by day. */
export function keyDetailView(
  key: KeyRecord,
  days: readonly KeySpend[],
  nowMs: number,
): z.output<typeof keyDetailSchema> {
  const spending = new Spending()
  spending.restore(days)
  const all = spending.spent('lifetime', nowMs)
  return {
    ...keyView(key, nowMs),
    budgets: key.budgets.map((each) => spentBudgetView(each, spending, nowMs)),
    usage: {
      requests: all.calls,
      tokens: all.tokens,
      cost: usdOf(all.costNanos),
      cost_nanos: nanosOf(all.costNanos),
      unpriced: days.reduce((sum, { unpriced }) => sum + unpriced, 0),
    },
  }
}

function budgetView({ usdNanos, tokens, calls, window, onExhausted }: Budget): z.output<typeof budget> {
  return {
    ...(usdNanos === undefined ? {} : { usd: usdOf(usdNanos) ?? 0, usd_nanos: String(usdNanos) }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(calls === undefined ? {} : { calls }),
    window: typeof window === 'object' ? `${window.days}d` : window,
    on_exhausted: onExhausted,
  }
}

export function spentBudgetView(
  each: Budget,
  spending: Spending,
  nowMs: number,
): z.output<typeof spentBudgetSchema> {
  const { costNanos, tokens, calls } = spending.spent(each.window, nowMs)
  const inUsd = { spent: usdOf(costNanos) ?? 0, spent_nanos: String(costNanos) }
  return {
    ...budgetView(each),
    ...(each.usdNanos === undefined ? { spent: each.tokens === undefined ? calls : tokens } : inUsd),
    renews_at: isoTimeOrNull(renewsAtMs(each.window, dayOf(nowMs))),
  }
}
