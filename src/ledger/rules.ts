import type { RateLimits, ScopedBudget, ScopedLimits, Subject } from '../core/budget.ts'
import type { KeyRecord } from '../core/key.ts'
import { matchesPattern } from '../core/pattern.ts'
import type { Scope, ScopeType } from '../core/scope.ts'
import type { Claim } from './limits.ts'

/** Which limits and budgets are for whom: compiled once, asked for every exchange. */
export class Rules {
  readonly #limits: ReadonlyMap<ScopeType, readonly ScopedLimits[]>
  readonly #budgets: ReadonlyMap<ScopeType, readonly ScopedBudget[]>

  constructor(limits: readonly ScopedLimits[], budgets: readonly ScopedBudget[]) {
    this.#limits = Map.groupBy(limits, ({ scope }) => scope)
    this.#budgets = Map.groupBy(budgets, ({ scope }) => scope)
  }

  /** Whether nobody has any but what keys have of their own: so it is for most. */
  get isEmpty(): boolean {
    return this.#limits.size === 0 && this.#budgets.size === 0
  }

  has(type: ScopeType): boolean {
    return this.#limits.has(type) || this.#budgets.has(type)
  }

  /** What a scope is held to; null where that is nothing. */
  claimOf(scope: Scope, model: string): Claim | null {
    const limits = forScope(this.#limits, scope)
    const budgets = forScope(this.#budgets, scope)
    if (limits.length === 0 && budgets.length === 0) return null
    const modelLimits = limits.flatMap(({ models }) => limitsFor(models, model))
    return { scope, budgets, limits: limits.map((each) => each.limits), modelLimits }
  }
}

/** What a key has of its own; null where that is nothing. */
export function ownClaim({ id, limits, budgets }: KeyRecord, model: string): Claim | null {
  const modelLimits = limitsFor(limits.models, model)
  const hasLimits = RATE_NAMES.some((name) => limits[name] !== undefined)
  if (!hasLimits && modelLimits.length === 0 && budgets.length === 0) return null
  return { scope: { type: 'key', id }, budgets, limits: hasLimits ? [limits] : NONE, modelLimits }
}

/** Of the same scope. */
export function joined(a: Claim | null, b: Claim | null): Claim | null {
  if (a === null || b === null) return a ?? b
  return {
    scope: a.scope,
    budgets: [...a.budgets, ...b.budgets],
    limits: [...a.limits, ...b.limits],
    modelLimits: [...a.modelLimits, ...b.modelLimits],
  }
}

const RATE_NAMES = ['rpm', 'rph', 'rpd', 'tpm', 'tpd', 'concurrency'] as const
const NONE: readonly RateLimits[] = []

function limitsFor(models: ScopedLimits['models'], model: string): readonly RateLimits[] {
  // Own names only: a caller may ask for a model that is called `constructor`.
  return models !== undefined && Object.hasOwn(models, model) ? [models[model] as RateLimits] : NONE
}

function forScope<Rule extends Subject>(
  rules: ReadonlyMap<ScopeType, readonly Rule[]>,
  { type, id }: Scope,
): readonly Rule[] {
  const ofType = rules.get(type)
  if (ofType === undefined) return []
  return ofType.filter(({ match }) => match === null || match.some((pattern) => matchesPattern(pattern, id)))
}
