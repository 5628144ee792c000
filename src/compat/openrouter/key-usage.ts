import type { Budget } from '../../core/budget.ts'
import type { KeyRecord } from '../../core/key.ts'
import { nanosToUsd } from '../../core/money.ts'
import { limitOf, spentOf } from '../../ledger/spend.ts'
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
  const nowMs = gateway.clock.now()
  const scope = { type: 'key', id: keyId } as const
  const rows = await store.spend(scope, 0)
  const usdIn = (budget: Budget) => nanosToUsd(spentOf(budget, rows, nowMs))
  const rules = gateway.rules.under(gateway.snapshot().config)
  const budgets = (key === null ? [] : [...key.budgets, ...(rules.claimOf(scope, '')?.budgets ?? [])])
    .filter(({ usdNanos }) => usdNanos !== undefined)
    .map((budget) => {
      const limit = nanosToUsd(limitOf(budget, nowMs))
      return { limit, left: Math.max(0, limit - usdIn(budget)), window: budget.window }
    })
  return {
    spent: (window) => usdIn({ usdNanos: 0, window, onExhausted: 'deny' }),
    tightest: budgets.toSorted((a, b) => a.left - b.left)[0] ?? null,
  }
}
