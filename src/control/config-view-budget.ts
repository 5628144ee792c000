import type { ScopedBudget, ScopedLimits, Subject } from '../core/budget.ts'
import { budgetView } from './budget-view.ts'
import { said } from './config-view-route.ts'

/** As a file writes them, where money is in USD alone. */
export function configBudgetView(budget: ScopedBudget) {
  const { increase, ...view } = budgetView(budget)
  return {
    ...subjectView(budget),
    ...withoutNanos(view),
    ...(increase === undefined ? {} : { increase: withoutNanos(increase) }),
  }
}

export function configLimitsView({ limits, models, ...subject }: ScopedLimits) {
  return { ...subjectView(subject), ...limits, ...said({ models }) }
}

function withoutNanos(fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'usd_nanos'))
}

function subjectView({ scope, match }: Subject) {
  return match === null ? { scope } : { scope, match }
}
