import type { Organization, Project } from '../core/identity.ts'
import type { Page, PageRequest } from './store.ts'

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
}

export interface ProjectFilter {
  readonly organizationId?: string
}

export type IdentityMethod = keyof IdentityStore
