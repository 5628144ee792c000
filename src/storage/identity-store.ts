import type { Member, Organization, Project, SignIn } from '../core/identity.ts'
import type { Nanos } from '../core/money.ts'
import type { OwnerFilter, Page, PageRequest } from './store.ts'

/**
 * Who there is: all of it small, seldom changed, and read by the admin API. Lists are newest first and leave out what
 * is deleted, which stays in the tables so that records keep their meaning. `create` and `update` reject with
 * `conflict` where a name is taken; `update` and `delete` with `not_found` where there is nothing.
 */
export interface IdentityStore {
  listOrganizations(page: PageRequest): Promise<Page<Organization>>
  getOrganization(id: string): Promise<Organization | null>
  createOrganization(organization: Organization): Promise<void>
  updateOrganization(organization: Organization): Promise<void>
  /** Rejects with `conflict` while it has projects, keys or members. */
  deleteOrganization(id: string, nowMs: number): Promise<void>

  listProjects(filter: ProjectFilter, page: PageRequest): Promise<Page<Project>>
  getProject(id: string): Promise<Project | null>
  createProject(project: Project): Promise<void>
  updateProject(project: Project): Promise<void>
  /** Rejects with `conflict` while it has keys. */
  deleteProject(id: string, nowMs: number): Promise<void>

  listMembers(filter: MemberFilter, page: PageRequest): Promise<Page<Member>>
  findMember(handle: MemberHandle): Promise<Member | null>
  createMember(member: Member): Promise<void>
  /** One who is not active is signed out everywhere, and the keys that are his are blocked. */
  updateMember(member: Member): Promise<void>
  /** The same. */
  deleteMember(id: string, nowMs: number): Promise<void>

  listSignIns(filter: SignInFilter, page: PageRequest): Promise<Page<SignIn>>
  /** Also one that is over; the caller looks. */
  findSignIn(hash: string): Promise<SignIn | null>
  createSignIn(signIn: SignIn): Promise<void>
  touchSignIn(id: string, nowMs: number): Promise<void>
  /** Whether there was one, of a member of the organization where one is named. */
  deleteSignIn(id: string, organizationId: string | null): Promise<boolean>
  deleteSignInsOf(memberId: string, exceptId: string | null): Promise<void>

  /** End users or sessions that exchanges name, the latest first. */
  listSeen(query: SeenQuery, page: PageRequest): Promise<Page<SeenRow>>
  listBlockedUsers(): Promise<readonly BlockedUser[]>
  blockUser(user: BlockedUser, nowMs: number): Promise<void>
  unblockUser(user: BlockedUser): Promise<void>
}

export interface SeenQuery extends OwnerFilter {
  readonly what: 'user' | 'session'
}

export interface SeenRow {
  readonly id: string
  readonly organizationId: string | null
  readonly requests: number
  readonly errors: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** The sum of what is known; null when nothing is. */
  readonly costNanos: Nanos | null
  readonly billedNanos: Nanos | null
  readonly unpriced: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface BlockedUser {
  /** `default` for the default one. */
  readonly organizationId: string
  readonly user: string
}

export interface ProjectFilter {
  readonly organizationId?: string
}

export interface MemberFilter {
  readonly organizationId?: string
}

/** What picks one member. */
export type MemberHandle =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'email'; readonly email: string }
  | { readonly by: 'invitation'; readonly hash: string }
  | { readonly by: 'identity'; readonly issuer: string; readonly subject: string }

/** Those that are over are left out. */
export interface SignInFilter {
  readonly memberId?: string
  readonly organizationId?: string
  readonly nowMs: number
}

export type IdentityMethod = keyof IdentityStore
