import { z } from 'zod'
import { type Budget, type BudgetWindow, ON_EXHAUSTED } from '../core/budget.ts'
import { nanosToUsd } from '../core/money.ts'
import { renewsAtMs } from '../ledger/calendar.ts'
import { measureOf, type SlotSpend, spentOf } from '../ledger/spend.ts'
import { windowSchema } from './budget-fields.ts'
import { isoTime, isoTimeOrNull, time } from './fields.ts'

const amounts = {
  usd: z.number().exactOptional(),
  usd_nanos: z.string().exactOptional(),
  tokens: z.int().exactOptional(),
  calls: z.int().exactOptional(),
  seconds: z.int().exactOptional(),
}

export const budgetSchema = z.object({
  ...amounts,
  window: windowSchema,
  time_zone: z.string().exactOptional(),
  on_exhausted: z.enum(ON_EXHAUSTED),
  downgrade_to: z.string().exactOptional(),
  alert_at: z.array(z.number()).exactOptional(),
  increase: z.object({ ...amounts, until: time }).exactOptional(),
})

/** A budget, with what has been used of it. */
export const spentBudgetSchema = budgetSchema
  .extend({
    spent: z.number().describe('In this window so far, in the unit of the budget.'),
    spent_nanos: z.string().exactOptional(),
    renews_at: time.nullable().describe('When there is next more to spend. Null: never.'),
  })
  .meta({ id: 'SpentBudget' })

export function budgetView(budget: Budget): z.output<typeof budgetSchema> {
  const { window, timeZone, onExhausted, downgradeTo, alertAt, increase } = budget
  return {
    ...amountView(budget),
    window: windowText(window),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    on_exhausted: onExhausted,
    ...(downgradeTo === undefined ? {} : { downgrade_to: downgradeTo }),
    ...(alertAt === undefined ? {} : { alert_at: [...alertAt] }),
    ...(increase === undefined ? {} : { increase: increaseView(budget, increase) }),
  }
}

/** `rows` are what its scope has used. */
export function spentBudgetView(
  budget: Budget,
  rows: Iterable<SlotSpend>,
  nowMs: number,
): z.output<typeof spentBudgetSchema> {
  return {
    ...budgetView(budget),
    ...spentView(budget, spentOf(budget, rows, nowMs)),
    renews_at: isoTimeOrNull(renewsAtMs(budget.window, budget.timeZone, nowMs)),
  }
}

/** In the unit of the budget. */
export function spentView(budget: Budget, amount: number): { spent: number; spent_nanos?: string } {
  switch (measureOf(budget)) {
    case 'costNanos':
      return { spent: nanosToUsd(amount), spent_nanos: String(amount) }
    case 'ms':
      return { spent: amount / 1_000 }
    case 'tokens':
    case 'calls':
      return { spent: amount }
  }
}

export function windowText(window: BudgetWindow): string {
  if (typeof window === 'string') return window
  return 'days' in window ? `${window.days}d` : `${window.hours}h`
}

function amountView({
  usdNanos,
  tokens,
  calls,
  seconds,
}: Pick<Budget, 'usdNanos' | 'tokens' | 'calls' | 'seconds'>) {
  return {
    ...(usdNanos === undefined ? {} : { usd: nanosToUsd(usdNanos), usd_nanos: String(usdNanos) }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(calls === undefined ? {} : { calls }),
    ...(seconds === undefined ? {} : { seconds }),
  }
}

function increaseView(budget: Budget, { amount, untilMs }: NonNullable<Budget['increase']>) {
  const until = isoTime(untilMs)
  switch (measureOf(budget)) {
    case 'costNanos':
      return { ...amountView({ usdNanos: amount }), until }
    case 'ms':
      return { seconds: amount, until }
    case 'tokens':
      return { tokens: amount, until }
    case 'calls':
      return { calls: amount, until }
  }
}
