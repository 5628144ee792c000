import type { Budget } from '../core/budget.ts'
import { scopesOf } from '../core/scope.ts'
import type { Claim } from '../ledger/limits.ts'
import { joined, ownClaim, type Rules } from '../ledger/rules.ts'
import type { Asked } from './exchange.ts'
import { type Opened, openingOf } from './opening.ts'

/** What an exchange is held to. */
export interface Claims {
  /** Of every scope that is known before anybody is asked. */
  readonly scopes: readonly Claim[]
  /** By provider, what it is held to with all its callers together. */
  readonly providers: ReadonlyMap<string, Claim>
}

export const NO_CLAIMS: Claims = Object.freeze({ scopes: [], providers: new Map() })

/** The rules of all scopes together, and what the key has of its own. The master key has no limits as a key. */
export function claimsOf(exchange: Opened, asked: Asked, rules: Rules, providers: Iterable<string>): Claims {
  const { model } = asked.request
  const key = exchange.caller?.key ?? null
  const own = key === null ? null : ownClaim(key, model)
  if (rules.isEmpty) return own === null ? NO_CLAIMS : { ...NO_CLAIMS, scopes: [own] }
  const scopes: Claim[] = []
  for (const scope of scopesOf(openingOf(exchange, asked))) {
    const isKey = scope.type === 'key'
    if (isKey && key === null) continue
    const claim = joined(isKey ? own : null, rules.claimOf(scope, model))
    if (claim !== null) scopes.push(claim)
  }
  return { scopes, providers: providerClaims(rules, model, providers) }
}

/** Budgets in money that refuse a request whose price is not known. */
export function hasMoneyBudget({ scopes }: Claims): boolean {
  return scopes.some(({ budgets }) => budgets.some(isFirmInMoney))
}

export function isFirmInMoney({ usdNanos, onExhausted }: Budget): boolean {
  return usdNanos !== undefined && onExhausted !== 'warn'
}

function providerClaims(rules: Rules, model: string, names: Iterable<string>): ReadonlyMap<string, Claim> {
  if (!rules.has('provider')) return NO_CLAIMS.providers
  const claims = new Map<string, Claim>()
  for (const name of names) {
    const claim = rules.claimOf({ type: 'provider', id: name }, model)
    if (claim !== null) claims.set(name, claim)
  }
  return claims
}
