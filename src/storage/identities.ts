import type { Kysely } from 'kysely'
import { blockUser, listBlockedUsers, unblockUser } from './blocked-users.ts'
import type { IdentityMethod, IdentityStore } from './identity-store.ts'
import { createMember, deleteMember, findMember, listMembers, updateMember } from './members.ts'
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from './organizations.ts'
import { createProject, deleteProject, getProject, listProjects, updateProject } from './projects.ts'
import type { Schema } from './schema.ts'
import { listSeen } from './seen.ts'
import {
  createSignIn,
  deleteSignIn,
  deleteSignInsOf,
  findSignIn,
  listSignIns,
  touchSignIn,
} from './sign-ins.ts'

/** The identity store over a database, each method by its name. */
export const IDENTITIES: {
  readonly [Method in IdentityMethod]: (
    db: Kysely<Schema>,
    ...args: Parameters<IdentityStore[Method]>
  ) => ReturnType<IdentityStore[Method]>
} = {
  listOrganizations,
  getOrganization,
  createOrganization,
  updateOrganization,
  deleteOrganization,
  listProjects,
  getProject,
  createProject,
  updateProject,
  deleteProject,
  listMembers,
  findMember,
  createMember,
  updateMember,
  deleteMember,
  listSignIns,
  findSignIn,
  createSignIn,
  touchSignIn,
  deleteSignIn,
  deleteSignInsOf,
  listSeen,
  listBlockedUsers,
  blockUser,
  unblockUser,
}
