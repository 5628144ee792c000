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
