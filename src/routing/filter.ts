import type { WhereConfig } from '../config/config.ts'
import type { Passes } from './filters/filter.ts'
import { FILTERS } from './filters/index.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Target } from './target.ts'

/**
 * What every target must fulfil, made ready: the filters that have something to ask and no others. All of `wheres`
 * must hold: a route's, that of the plan it is part of, the key's, the request's.
 */
export interface Constraints {
  readonly checks: readonly Check[]
  readonly removes: (target: Target) => string | null
}

interface Check {
  readonly name: string
  readonly passes: Passes
}

/** Why this target may not be used, as the decision names it; null where it may. For hedges and mirrors, too. */
export function removedBy(target: Target, { checks, removes }: Constraints): string | null {
  const reason = removes(target)
  if (reason !== null) return reason
  for (const { name, passes } of checks) {
    if (!passes(target)) return name
  }
  return null
}

export function constraintsOf(wheres: readonly (WhereConfig | null)[], context: FilterContext): Constraints {
  const { facts, nowMs, removes } = context
  const said = wheres.filter((where) => where !== null)
  const asked = said.length > 0 ? said : [NOTHING]
  const checks: Check[] = []
  for (const { name, prepare } of FILTERS) {
    for (const where of asked) {
      const passes = prepare(where, facts, nowMs)
      if (passes !== null) checks.push({ name, passes })
    }
  }
  return { checks, removes }
}

export interface FilterContext {
  readonly facts: RequestFacts
  readonly nowMs: number
  /** Further reasons to remove a target: a pin, a budget. */
  readonly removes: (target: Target) => string | null
}

const NOTHING: WhereConfig = Object.freeze({})
