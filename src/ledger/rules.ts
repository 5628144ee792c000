import type { RateLimits, ScopedBudget, ScopedLimits, Subject } from '../core/budget.ts'
import type { KeyRecord } from '../core/key.ts'
import { matchesPattern } from '../core/pattern.ts'
import type { Scope, ScopeType } from '../core/scope.ts'
import type { Claim } from './limits.ts'

/** Which limits and budgets are for whom: compiled once, asked for every exchange. */
export class Rules {
  readonly #limits: RulesByType<ScopedLimits>
  readonly #budgets: RulesByType<ScopedBudget>

  constructor(limits: readonly ScopedLimits[], budgets: readonly ScopedBudget[]) {
    this.#limits = byType(limits)
    this.#budgets = byType(budgets)
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

/** Rules that name an id are found by it: there may be one for each of many scopes. */
interface RulesOfType<Rule> {
  readonly byId: ReadonlyMap<string, readonly Rule[]>
  /** For each scope, or by patterns. */
  readonly wide: readonly Rule[]
}

type RulesByType<Rule> = ReadonlyMap<ScopeType, RulesOfType<Rule>>

function byType<Rule extends Subject>(rules: readonly Rule[]): RulesByType<Rule> {
  const types = new Map<ScopeType, { byId: Map<string, Rule[]>; wide: Rule[] }>()
  for (const rule of rules) {
    const { scope, match } = rule
    const ofType = types.get(scope) ?? { byId: new Map<string, Rule[]>(), wide: [] }
    types.set(scope, ofType)
    if (match === null || match.some((pattern) => pattern.includes('*'))) ofType.wide.push(rule)
    else for (const id of new Set(match)) ofType.byId.set(id, [...(ofType.byId.get(id) ?? []), rule])
  }
  return types
}

function forScope<Rule extends Subject>(rules: RulesByType<Rule>, { type, id }: Scope): readonly Rule[] {
  const ofType = rules.get(type)
  if (ofType === undefined) return []
  const isFor = ({ match }: Rule) => match === null || match.some((pattern) => matchesPattern(pattern, id))
  return [...(ofType.byId.get(id) ?? []), ...ofType.wide.filter(isFor)]
}
