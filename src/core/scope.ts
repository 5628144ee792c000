import type { ExchangeRecord } from './record.ts'

/** What limits, budgets and wallets can be set for. */
export const SCOPE_TYPES = [
  'organization',
  'project',
  'member',
  'key',
  'user',
  'session',
  'tag',
  'model',
  'provider',
] as const

export type ScopeType = (typeof SCOPE_TYPES)[number]

/** Whom an exchange counts for: it has one scope of most types, one for each of its tags. */
export interface Scope {
  readonly type: ScopeType
  /** The model is the one that was asked for; the provider is known by its configured name. */
  readonly id: string
}

/** What of an exchange its scopes are read from. */
export type Scoped = Pick<
  ExchangeRecord,
  'organizationId' | 'projectId' | 'memberId' | 'keyId' | 'user' | 'session' | 'tags' | 'requestedModel'
>

/** The largest first. Without the provider: who is asked, and paid, is known only in the end. */
export function scopesOf(exchange: Scoped): readonly Scope[] {
  const { organizationId, projectId, memberId, keyId, user, session, tags, requestedModel } = exchange
  const scopes: Scope[] = []
  const add = (type: ScopeType, id: string | null) => {
    if (id !== null) scopes.push({ type, id })
  }
  add('organization', organizationId)
  add('project', projectId)
  add('member', memberId)
  add('key', keyId)
  add('user', user)
  add('session', session)
  for (const tag of new Set(tags)) add('tag', tag)
  add('model', requestedModel)
  return scopes
}
