import type { Budget } from '../core/budget.ts'
import type { Scope } from '../core/scope.ts'
import type { BudgetThresholdEvent } from './ledger-events.ts'
import { limitOf } from './spend.ts'

/** Where a budget does not say: of those there are many and short-lived, nobody wants to hear. */
export function alertsAt({ alertAt }: Budget, { type }: Scope): readonly number[] {
  if (alertAt !== undefined) return alertAt
  return type === 'session' || type === 'user' || type === 'tag' ? NONE : USUAL
}

const NONE: readonly number[] = []
const USUAL = [50, 80, 100] as const

/**
 * The shares of a budget that this spending has passed. In one window the sum only rises, so each is passed once, and
 * nothing has to be remembered of those that were.
 */
export function crossed(
  budget: Budget,
  scope: Scope,
  { before, after, timeMs }: { readonly before: number; readonly after: number; readonly timeMs: number },
): readonly BudgetThresholdEvent[] {
  const limit = limitOf(budget, timeMs)
  const passed = (percent: number) => before * 100 < limit * percent && after * 100 >= limit * percent
  return alertsAt(budget, scope)
    .filter(passed)
    .map((percent) => ({ type: 'budget-threshold', scope, budget, percent, spent: after, limit, timeMs }))
}
