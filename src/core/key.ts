import type { Budget, RateLimits } from './budget.ts'
import type { DialectFormat } from './request.ts'

/** A caller's credential, as stored. The secret itself exists only in the answer that made it. */
export interface KeyRecord {
  readonly id: string
  /** SHA-256 of the whole secret, lower-case hex. */
  readonly hash: string
  /** The last four characters of the secret, to tell keys apart in a list. */
  readonly hint: string
  readonly name: string
  readonly role: KeyRole
  /** Null: the default one; of a key that administers, the whole gateway. */
  readonly organizationId: string | null
  readonly projectId: string | null
  /** Whose key it is. */
  readonly memberId: string | null
  /** Names or patterns with `*`; null allows every model. An empty list allows none. */
  readonly models: readonly string[] | null
  /** Null: no more than the models. */
  readonly scopes: KeyScopes | null
  readonly limits: KeyLimits
  readonly budgets: readonly Budget[]
  readonly expiresAtMs: number | null
  readonly blocked: boolean
  readonly tags: readonly string[]
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** After a rotation the former secret works until `untilMs`. */
  readonly previous: { readonly hash: string; readonly untilMs: number } | null
}

/** A key that may do everything an application does, as it is before anything else is said of it. */
export function newKey(id: string, name: string, nowMs: number): Omit<KeyRecord, 'hash' | 'hint'> {
  return {
    id,
    name,
    role: 'inference',
    organizationId: null,
    projectId: null,
    memberId: null,
    models: null,
    scopes: null,
    limits: {},
    budgets: [],
    expiresAtMs: null,
    blocked: false,
    tags: [],
    metadata: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    previous: null,
  }
}

/** `inference` calls models; `viewer` reads the admin API; `admin` does all. */
export type KeyRole = 'inference' | 'viewer' | 'admin'

/** What a key is held to beside its models. What is absent is not restricted; an empty list allows nothing. */
export interface KeyScopes {
  /** Names of providers. */
  readonly providers?: readonly string[]
  /** Names of configured routes. */
  readonly routes?: readonly string[]
  readonly dialects?: readonly DialectFormat[]
  /** Addresses, or ranges in CIDR notation, v4 or v6. */
  readonly ipRanges?: readonly string[]
}

export interface KeyLimits extends RateLimits {
  /** Further limits by requested model name. */
  readonly models?: Readonly<Record<string, RateLimits>>
}
