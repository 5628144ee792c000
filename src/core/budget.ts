import type { Nanos } from './money.ts'
import type { ScopeType } from './scope.ts'

/** Requests or tokens per sliding minute, hour or day; requests at once. */
export interface RateLimits {
  readonly rpm?: number
  readonly rph?: number
  readonly rpd?: number
  readonly tpm?: number
  readonly tpd?: number
  readonly concurrency?: number
}

/** Exactly one of `usdNanos`, `tokens`, `calls` and `seconds` is set. */
export interface Budget {
  /** Of one that is set for scopes; a key's own have none. */
  readonly id?: string
  readonly usdNanos?: Nanos
  readonly tokens?: number
  readonly calls?: number
  /** Of waiting for providers. */
  readonly seconds?: number
  readonly window: BudgetWindow
  /** Where its days, weeks and months begin, as IANA names it. Absent: UTC. */
  readonly timeZone?: string
  readonly onExhausted: OnExhausted
  /** With `downgrade`: the model that is asked instead. */
  readonly downgradeTo?: string
  /** Percentages that are told of when they are reached, once in a window. */
  readonly alertAt?: readonly number[]
  /** So much more, in the unit of the budget, for a while. */
  readonly increase?: { readonly amount: number; readonly untilMs: number }
}

/** `day`, `week` and `month` begin at midnight (Monday, the 1st); days and hours roll. */
export type BudgetWindow =
  | 'day'
  | 'week'
  | 'month'
  | 'lifetime'
  | { readonly days: number }
  | { readonly hours: number }

/** `warn` only tells of it. `pause` refuses all that follows until somebody resumes it. */
export const ON_EXHAUSTED = ['deny', 'downgrade', 'warn', 'pause'] as const
export type OnExhausted = (typeof ON_EXHAUSTED)[number]

/** Whom a rule is for: each scope of a type, or those that are named. */
export interface Subject {
  readonly scope: ScopeType
  /** Ids, or patterns with `*`. Null: each. */
  readonly match: readonly string[] | null
}

export interface ScopedBudget extends Budget, Subject {
  readonly id: string
}

export interface ScopedLimits extends Subject {
  readonly id: string
  readonly limits: RateLimits
  /** Further ones by requested model name. */
  readonly models?: Readonly<Record<string, RateLimits>>
}

/** A rule that was made by the admin API. */
export type RuleRecord = BudgetRecord | LimitsRecord

export interface BudgetRecord extends RuleTimes {
  readonly kind: 'budget'
  readonly rule: ScopedBudget
}

export interface LimitsRecord extends RuleTimes {
  readonly kind: 'limit'
  readonly rule: ScopedLimits
}

interface RuleTimes {
  readonly createdAtMs: number
  readonly updatedAtMs: number
}
