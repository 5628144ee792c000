import type { Budget, BudgetWindow } from '../core/budget.ts'
import { nanosToUsd } from '../core/money.ts'
import type { Scope } from '../core/scope.ts'
import type { FigureBoard, RateFigures } from './figure-board.ts'
import type { RateClaim } from './meter.ts'
import { type Measure, measureOf } from './spend.ts'

export interface Refusal extends RateFigures {
  readonly admitted: false
  readonly code: 'rate_limited' | 'budget_exhausted' | 'credits_exhausted'
  readonly message: string
  /** Null: waiting does not help. */
  readonly retryAfterMs: number | null
  /** Who has no room. */
  readonly scope: Scope
  /** The model that may be asked instead, where a budget says so and nothing else refuses. */
  readonly downgradeTo: string | null
}

/** What there is too little of. */
export interface Shortage {
  readonly scope: Scope
  readonly limit: number
  readonly left: number
  readonly wanted: number
  /** Null: it is more than can ever be free, and waiting does not help. */
  readonly retryAfterMs: number | null
}

export function budgetRefusal(budget: Budget, short: Shortage, board: FigureBoard): Refusal {
  const { scope, limit, left, wanted, retryAfterMs } = short
  const measure = measureOf(budget)
  const message =
    `${possessive(scope)} ${windowName(budget.window)} budget of ${show(measure, limit)} is too small for this request: ` +
    `${show(measure, Math.max(0, left))} left, and it may need ${show(measure, wanted)}.`
  return { ...refusal('budget_exhausted', { scope, message, retryAfterMs }, board) }
}

export function pausedRefusal(scope: Scope, board: FigureBoard): Refusal {
  const message = `${possessive(scope)} budget was exhausted, and is paused until an administrator resumes it.`
  return refusal('budget_exhausted', { scope, message, retryAfterMs: null }, board)
}

export function unpricedRefusal(scope: Scope, board: FigureBoard): Refusal {
  const message = `${subject(scope)} has a money budget, and the price of this model is not known.`
  return refusal('budget_exhausted', { scope, message, retryAfterMs: null }, board)
}

export function creditsRefusal({ scope, left, wanted }: Shortage, board: FigureBoard): Refusal {
  const message =
    `${possessive(scope)} credits are too small for this request: ` +
    `${show('costNanos', Math.max(0, left))} left, and it may need ${show('costNanos', wanted)}. Add credits.`
  return refusal('credits_exhausted', { scope, message, retryAfterMs: null }, board)
}

export function rateRefusal(
  { limit, noun }: RateClaim,
  { scope, left, wanted, retryAfterMs }: Shortage,
  model: string | null,
  board: FigureBoard,
): Refusal {
  const who = `${subject(scope)}${model === null ? '' : ` with model '${model}'`}`
  const advice =
    retryAfterMs === null
      ? `This one may need ${wanted}, more than can ever be free: ask for fewer tokens.`
      : `${left} left, ${wanted} needed.`
  return refusal(
    'rate_limited',
    { scope, message: `${who} is limited to ${limit} ${noun}. ${advice}`, retryAfterMs },
    board,
  )
}

/** To begin a sentence with. A caller knows his own key, and not its id. */
function subject({ type, id }: Scope): string {
  return type === 'key' ? 'This key' : `The ${type} ${JSON.stringify(id)}`
}

function possessive(scope: Scope): string {
  return scope.type === 'key' ? "The key's" : `${subject(scope)}'s`
}

function show(measure: Measure, amount: number): string {
  switch (measure) {
    case 'costNanos':
      return `$${nanosToUsd(amount)
        .toFixed(9)
        .replace(/\.?0+$/, '')}`
    case 'ms':
      return `${amount / 1_000} seconds`
    case 'tokens':
    case 'calls':
      return `${amount} ${measure}`
  }
}

function windowName(window: BudgetWindow): string {
  if (typeof window === 'object') return 'days' in window ? `${window.days}-day` : `${window.hours}-hour`
  return { day: 'daily', week: 'weekly', month: 'monthly', lifetime: 'lifetime' }[window]
}

function refusal(
  code: Refusal['code'],
  said: Pick<Refusal, 'scope' | 'message' | 'retryAfterMs'>,
  board: FigureBoard,
): Refusal {
  return { admitted: false, code, downgradeTo: null, ...said, ...board }
}
