import { wrongField } from '../../core/error.ts'
import { ownerId, storedOwnerId } from '../../core/identity.ts'
import type { KeyRecord, KeyRole } from '../../core/key.ts'
import type { AdminParts } from '../admin-parts.ts'

/** What is said of a key's owner. Null and `default` are the same: the default one. */
export interface OwnerFields {
  readonly organization_id?: string | null
  readonly project_id?: string | null
}

type Owner = Pick<KeyRecord, 'organizationId' | 'projectId'>

/**
 * Whose a key becomes: a project brings its organization. A key that calls models is always of a project; one that
 * administers may be of an organization alone, and then reaches all of it. Rejects with `invalid_request`.
 */
export async function ownerOf(
  said: OwnerFields,
  role: KeyRole,
  now: Owner,
  parts: AdminParts,
): Promise<Owner> {
  const owner = await named(said, now, parts)
  if (role === 'inference' && owner.organizationId !== null && owner.projectId === null)
    throw wrongField('project_id', 'is required: a key that calls models is of a project of its organization')
  return owner
}

async function named(
  { organization_id, project_id }: OwnerFields,
  { organizationId, projectId }: Owner,
  { store }: AdminParts,
): Promise<Owner> {
  if (organization_id === undefined && project_id === undefined) return { organizationId, projectId }
  if (organization_id != null && project_id == null) {
    const organization = await store.identity('getOrganization', organization_id)
    if (organization === null) throw wrongField('organization_id', 'is of no organization that exists')
    return { organizationId: organization_id, projectId: null }
  }
  const project = await store.identity('getProject', ownerId(project_id ?? null))
  if (project === null) throw wrongField('project_id', 'is of no project that exists')
  const owner = storedOwnerId(project.organizationId)
  if (organization_id !== undefined && organization_id !== owner)
    throw wrongField('project_id', 'is of a project of another organization')
  return { organizationId: owner, projectId: project_id ?? null }
}
