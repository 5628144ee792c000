import type { Budget, RateLimits, ScopedBudget, ScopedLimits } from '../core/budget.ts'
import type { ConfigFile } from './schema.ts'

type BudgetFile = ConfigFile['budgets'][number]
type LimitFile = ConfigFile['limits'][number]

/** The id is of its place in the file: `config-1` is the first. */
export function buildBudget(file: BudgetFile, index: number): ScopedBudget {
  const { scope, match, window, time_zone, on_exhausted, downgrade_to, alert_at, increase } = file
  return {
    id: `config-${index + 1}`,
    scope,
    match: match ?? null,
    ...amountOf(file),
    window,
    onExhausted: on_exhausted,
    ...(time_zone === undefined ? {} : { timeZone: time_zone }),
    ...(downgrade_to === undefined ? {} : { downgradeTo: downgrade_to }),
    ...(alert_at === undefined ? {} : { alertAt: alert_at }),
    ...(increase === undefined ? {} : { increase: buildIncrease(increase) }),
  }
}

export function buildLimits({ scope, match, models, ...limits }: LimitFile, index: number): ScopedLimits {
  return {
    id: `config-${index + 1}`,
    scope,
    match: match ?? null,
    limits,
    // Asked by names that callers send: nothing may be inherited.
    ...(models === undefined || Object.keys(models).length === 0
      ? {}
      : { models: Object.assign(Object.create(null), models) as Record<string, RateLimits> }),
  }
}

function buildIncrease(increase: NonNullable<BudgetFile['increase']>): NonNullable<Budget['increase']> {
  const { usd, tokens, calls, seconds, until } = increase
  return { amount: usd ?? tokens ?? calls ?? seconds ?? 0, untilMs: until }
}

function amountOf({ usd, tokens, calls, seconds }: BudgetFile): Partial<Budget> {
  return {
    ...(usd === undefined ? {} : { usdNanos: usd }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(calls === undefined ? {} : { calls }),
    ...(seconds === undefined ? {} : { seconds }),
  }
}
