import type { Budget, KeyRecord } from '../../core/key.ts'
import { nanosToUsd } from '../../core/money.ts'
import { FIRST_DAY, Spending } from '../../ledger/spending.ts'
import type { OpenRouterParts } from './parts.ts'

/** What a key has spent, in USD, and the money budget that it will reach first. */
export interface KeyUsage {
  /** By window. */
  readonly spent: (window: Budget['window']) => number
  readonly tightest: {
    readonly limit: number
    readonly left: number
    readonly window: Budget['window']
  } | null
}

export async function keyUsage(
  keyId: string,
  key: KeyRecord | null,
  { gateway, store }: OpenRouterParts,
): Promise<KeyUsage> {
  await store.catchUp()
  const spending = new Spending()
  spending.restore(await store.spend(keyId, FIRST_DAY))
  const nowMs = gateway.clock.now()
  const spent = (window: Budget['window']) => nanosToUsd(spending.spent(window, nowMs).costNanos)
  const { keyBudgets } = gateway.snapshot().config
  const budgets = (key === null ? [] : [...key.budgets, ...keyBudgets]).flatMap((budget) => {
    if (budget.usdNanos === undefined) return []
    const limit = nanosToUsd(budget.usdNanos)
    return [{ limit, left: Math.max(0, limit - spent(budget.window)), window: budget.window }]
  })
  return { spent, tightest: budgets.toSorted((a, b) => a.left - b.left)[0] ?? null }
}
