import { GatewayError } from '../core/error.ts'
import type { OwnerFilter } from '../storage/store.ts'
import type { Actor } from './actor.ts'

interface Owned {
  readonly organizationId: string | null
  readonly projectId: string | null
}

/** What a list is asked to be narrowed to. */
export function ownerFilter({
  organization_id,
  project_id,
}: {
  readonly organization_id?: string | null
  readonly project_id?: string | null
}): OwnerFilter {
  return {
    ...(organization_id === undefined ? {} : { organizationId: organization_id }),
    ...(project_id === undefined ? {} : { projectId: project_id }),
  }
}

/** What is asked for, held to what the actor may see. Throws `permission_denied` for what lies outside. */
export function scoped(actor: Actor, asked: OwnerFilter): OwnerFilter {
  const { organizationId, projectId } = actor
  if (organizationId === null) return asked
  if (asked.organizationId !== undefined && asked.organizationId !== organizationId)
    throw outside('organization_id')
  if (projectId === null) return { ...asked, organizationId }
  if (asked.projectId !== undefined && asked.projectId !== projectId) throw outside('project_id')
  return { organizationId, projectId }
}

/** Whether the actor may see it at all. What he may not is not there, for him. */
export function isWithin({ organizationId, projectId }: Actor, owned: Owned): boolean {
  if (organizationId === null) return true
  return owned.organizationId === organizationId && (projectId === null || owned.projectId === projectId)
}

function outside(param: string): GatewayError {
  return new GatewayError('permission_denied', `${param} is outside of what you may see.`, { param })
}
