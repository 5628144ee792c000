/** An organization. One with the id `default` always exists: whatever names none is its. */
export interface Organization {
  readonly id: string
  /** There is no other of this name. */
  readonly name: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** A project of an organization. One with the id `default` always exists in the default organization. */
export interface Project {
  readonly id: string
  readonly organizationId: string
  /** The organization has no other of this name. */
  readonly name: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** A person who administers, or uses the dashboard. */
export interface Member {
  readonly id: string
  /** Null: of the whole gateway. */
  readonly organizationId: string | null
  /** In lower case; there is no other member with it. */
  readonly email: string
  readonly name: string
  readonly role: MemberRole
  /** Who is not is signed out and stays out, and so do the keys that are his. */
  readonly active: boolean
  /** Hashed, with its parameters. Null: none yet, or signs in elsewhere. */
  readonly password: string | null
  /** Lets whoever has the token set the password, once. */
  readonly invitation: { readonly hash: string; readonly untilMs: number } | null
  /** As an identity provider knows him. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null
  /** As a directory that provisions members knows him. */
  readonly externalId: string | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** A browser that is signed in. Its secret is in the cookie; here is the hash. */
export interface SignIn {
  readonly id: string
  readonly hash: string
  /** Null: with the master key. */
  readonly memberId: string | null
  readonly address: string
  readonly userAgent: string
  readonly createdAtMs: number
  /** To the minute. */
  readonly seenAtMs: number
  readonly expiresAtMs: number
}

/** From the one who may do all to those who only look on; `control/permissions.ts` says what each may. */
export type MemberRole = (typeof MEMBER_ROLES)[number]

export const MEMBER_ROLES = ['owner', 'admin', 'member', 'viewer', 'billing'] as const

/**
 * The default organization, and the default project in it. Keys and records say null for them, so that a gateway
 * that has no others stores nothing about them.
 */
export const DEFAULT_ID = 'default'

/** The id under which an organization or a project is looked up. */
export function ownerId(id: string | null): string {
  return id ?? DEFAULT_ID
}

/** The id as keys and records hold it. */
export function storedOwnerId(id: string): string | null {
  return id === DEFAULT_ID ? null : id
}
