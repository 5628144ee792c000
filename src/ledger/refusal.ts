import type { Budget } from '../core/key.ts'
import { nanosToUsd, type Nanos } from '../core/money.ts'
import { dayOf, renewsAtMs } from './calendar.ts'
import type { FigureBoard, RateFigures, RateRefusal } from './meter.ts'
import type { Spend, Spending } from './spending.ts'

export interface Refusal extends RateFigures {
  readonly admitted: false
  readonly code: 'rate_limited' | 'budget_exhausted'
  readonly message: string
  /** Null: waiting does not help. */
  readonly retryAfterMs: number | null
}

export interface BudgetClaim {
  readonly budgets: readonly Budget[]
  /** What a money budget says to a request whose cost is not known. */
  readonly unknownPrice: 'deny' | 'allow'
  readonly tokensWorst: number
  /** Null: not known. */
  readonly costWorst: Nanos | null
  readonly nowMs: number
}

/** Names the first budget that is too small for the claim, beside what is reserved. Null where all have room. */
export function budgetRefusal(claim: BudgetClaim, spending: Spending, board: FigureBoard): Refusal | null {
  for (const budget of claim.budgets) {
    if (budget.usdNanos !== undefined && claim.costWorst === null && claim.unknownPrice === 'deny') {
      return refusal('budget_exhausted', UNKNOWN_PRICE, null, board)
    }
    const wanted = wantedOf(budget, claim)
    const limit = budget.usdNanos ?? budget.tokens ?? budget.calls ?? 0
    const spent = unitOf(budget, spending.spent(budget.window, claim.nowMs))
    const left = limit - spent - unitOf(budget, spending.reserved)
    if (wanted <= left) continue

    const message =
      `The key's ${windowName(budget.window)} budget of ${show(budget, limit)} is too small for this request: ` +
      `${show(budget, Math.max(0, left))} left, and it may need ${show(budget, wanted)}.`
    const retryAfterMs = budgetRetryMs(budget, { wanted, limit, spent }, claim.nowMs)
    return refusal('budget_exhausted', message, retryAfterMs, board)
  }
  return null
}

/** @param subject Who is limited, to begin the sentence with: `This key`. */
export function rateRefusal(rate: RateRefusal, subject: string, board: FigureBoard): Refusal {
  const advice =
    rate.retryAfterMs === null
      ? `This one may need ${rate.wanted}, more than can ever be free: ask for fewer tokens.`
      : `${rate.left} left, ${rate.wanted} needed.`
  return refusal(
    'rate_limited',
    `${subject} is limited to ${rate.limit} ${rate.noun}. ${advice}`,
    rate.retryAfterMs,
    board,
  )
}

const UNKNOWN_PRICE = 'The key has a money budget, and the price of this model is not known.'

/** While other requests hold what is missing, they may give it back at any moment. */
const RESERVED_RETRY_MS = 1_000

function budgetRetryMs(
  budget: Budget,
  { wanted, limit, spent }: { wanted: number; limit: number; spent: number },
  nowMs: number,
): number | null {
  if (wanted > limit) return null
  if (wanted <= limit - spent) return RESERVED_RETRY_MS
  const renewsMs = renewsAtMs(budget.window, dayOf(nowMs))
  return renewsMs === null ? null : renewsMs - nowMs
}

function wantedOf(budget: Budget, claim: BudgetClaim): number {
  if (budget.usdNanos !== undefined) return claim.costWorst ?? 0
  return budget.tokens !== undefined ? claim.tokensWorst : 1
}

/** The figure that this budget limits. */
function unitOf(budget: Budget, spend: Spend): number {
  if (budget.usdNanos !== undefined) return spend.costNanos
  return budget.tokens !== undefined ? spend.tokens : spend.calls
}

function show(budget: Budget, amount: number): string {
  if (budget.usdNanos !== undefined)
    return `$${nanosToUsd(amount)
      .toFixed(9)
      .replace(/\.?0+$/, '')}`
  return `${amount} ${budget.tokens !== undefined ? 'tokens' : 'calls'}`
}

function windowName(window: Budget['window']): string {
  if (typeof window === 'object') return `${window.days}-day`
  return { day: 'daily', week: 'weekly', month: 'monthly', lifetime: 'lifetime' }[window]
}

function refusal(
  code: Refusal['code'],
  message: string,
  retryAfterMs: number | null,
  board: FigureBoard,
): Refusal {
  return { admitted: false, code, message, retryAfterMs, ...board }
}
