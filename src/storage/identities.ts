import type { Kysely } from 'kysely'
import type { IdentityMethod, IdentityStore } from './identity-store.ts'
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from './organizations.ts'
import { createProject, deleteProject, getProject, listProjects, updateProject } from './projects.ts'
import type { Schema } from './schema.ts'

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
}
