import { z } from 'zod'
import { type Budget, type BudgetWindow, ON_EXHAUSTED } from '../core/budget.ts'
import { usdToNanos } from '../core/money.ts'
import { isTimeZone } from '../core/time-zone.ts'
import { instant } from './fields.ts'

const COUNT_MAX = 1_000_000_000_000
const SECONDS_MAX = 1_000_000_000
/** Nano-dollars stay exact in a number up to here. */
const USD_MAX = 9_000_000

const count = () => z.int().min(0).max(COUNT_MAX).exactOptional()

const amounts = {
  usd: z.number().min(0).max(USD_MAX).exactOptional(),
  tokens: count(),
  calls: count(),
  seconds: z.int().min(0).max(SECONDS_MAX).exactOptional().describe('Of waiting for providers.'),
}

export const windowSchema = z
  .string()
  .regex(
    /^(?:day|week|month|lifetime|[1-9]\d{0,2}[dh])$/,
    'use day, week, month, lifetime, days such as 7d or hours such as 24h',
  )
  .describe('day, week and month begin at midnight in time_zone; 7d and 24h roll.')

/** What can be said of a budget, whoever it is for. */
export const budgetFields = {
  ...amounts,
  window: windowSchema.exactOptional(),
  time_zone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be the name of a time zone such as Europe/Vienna')
    .exactOptional(),
  on_exhausted: z
    .enum(ON_EXHAUSTED)
    .exactOptional()
    .describe('deny refuses; downgrade asks another model; warn only tells; pause refuses until resumed.'),
  downgrade_to: z.string().min(1).max(256).exactOptional().describe('With downgrade: the model to ask.'),
  alert_at: z
    .array(z.number().min(1).max(1_000))
    .max(10)
    .exactOptional()
    .describe('Percentages that are told of when they are reached, once in a window.'),
  increase: z
    .strictObject({ ...amounts, until: instant() })
    .nullable()
    .exactOptional()
    .describe('So much more, until then. Null: no longer.'),
}

export const budgetObject = z.strictObject(budgetFields)
export type BudgetFields = z.output<typeof budgetObject>

/** One budget among others of one owner, as a key has them. */
export const ownBudget = budgetObject
  .superRefine((fields, context) => {
    for (const message of faultsOf(fields)) context.addIssue({ code: 'custom', message })
    if (fields.on_exhausted === 'pause')
      context.addIssue({
        code: 'custom',
        message: 'pause needs a budget of its own: make one under /budgets',
        path: ['on_exhausted'],
      })
  })
  .transform(budgetOf)

/** What does not go together, as phrases. */
export function faultsOf(fields: BudgetFields): readonly string[] {
  const named = unitsOf(fields)
  const faults = named.length === 1 ? [] : ['needs exactly one of usd, tokens, calls and seconds']
  if ((fields.on_exhausted === 'downgrade') !== (fields.downgrade_to !== undefined))
    faults.push('takes downgrade_to with on_exhausted downgrade, and with nothing else')
  const { increase } = fields
  if (increase != null && unitsOf(increase).join() !== named.join())
    faults.push('takes an increase in the unit of its own amount')
  return faults
}

/** Of fields without faults. */
export function budgetOf(fields: BudgetFields): Budget {
  const { usd, tokens, calls, seconds, window, time_zone, on_exhausted, downgrade_to, alert_at, increase } =
    fields
  return {
    ...(usd === undefined ? {} : { usdNanos: usdToNanos(usd) }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(calls === undefined ? {} : { calls }),
    ...(seconds === undefined ? {} : { seconds }),
    window: windowOf(window ?? 'lifetime'),
    ...(time_zone === undefined ? {} : { timeZone: time_zone }),
    onExhausted: on_exhausted ?? 'deny',
    ...(downgrade_to === undefined ? {} : { downgradeTo: downgrade_to }),
    ...(alert_at === undefined ? {} : { alertAt: alert_at }),
    ...(increase == null ? {} : { increase: increaseOf(increase) }),
  }
}

function increaseOf({
  until,
  ...amount
}: NonNullable<BudgetFields['increase']>): NonNullable<Budget['increase']> {
  const { usd, tokens, calls, seconds } = amount
  return { amount: usd === undefined ? (tokens ?? calls ?? seconds ?? 0) : usdToNanos(usd), untilMs: until }
}

function unitsOf(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(amounts).filter((unit) => fields[unit] !== undefined)
}

function windowOf(text: string): BudgetWindow {
  switch (text) {
    case 'day':
    case 'week':
    case 'month':
    case 'lifetime':
      return text
    default: {
      const number = Number.parseInt(text, 10)
      return text.endsWith('h') ? { hours: number } : { days: number }
    }
  }
}
