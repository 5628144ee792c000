import { z } from 'zod'
import type { Subject } from '../../core/budget.ts'
import { GatewayError } from '../../core/error.ts'
import { SCOPE_TYPES, type ScopeType } from '../../core/scope.ts'

const MATCH_MAX = 1_000
const name = z.string().min(1).max(256)

/** Whom a rule is for. */
export function subjectFields<Type extends ScopeType>(types: readonly Type[]) {
  return {
    scope: z.enum(types),
    id: name.exactOptional().describe('Of the one that it is for. Absent: each of that scope.'),
    match: z
      .array(name)
      .min(1)
      .max(MATCH_MAX)
      .exactOptional()
      .describe('In place of `id`: several, or patterns with `*`.'),
  }
}

export const ALL_SCOPES = SCOPE_TYPES
export const LIMITED_SCOPES = SCOPE_TYPES.filter((type) => type !== 'provider')

/** Throws `invalid_request` where both are said. */
export function subjectOf({
  scope,
  id,
  match,
}: {
  readonly scope: ScopeType
  readonly id?: string
  readonly match?: readonly string[]
}): Subject {
  if (id !== undefined && match !== undefined)
    throw new GatewayError('invalid_request', 'A rule has an id or a match, not both.', { param: 'match' })
  return { scope, match: id === undefined ? (match ?? null) : [id] }
}

/** The one scope that a rule is for, where it is for one. */
export function onlyId({ match }: Subject): string | null {
  const [id] = match ?? []
  return match?.length === 1 && id !== undefined && !id.includes('*') ? id : null
}
