import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../core/error.ts'
import { type Actor, actorOf } from './actor.ts'
import type { AdminParts } from './admin-parts.ts'
import { PERMISSIONS, type Permission } from './permissions.ts'

/** Who asks, and whether he may: see `permissions.ts`. Rejects as `actorOf` does, or with `permission_denied`. */
export function authorizing(parts: AdminParts) {
  return async (request: FastifyRequest): Promise<void> => {
    // Directories have a token of their own, which `scim.ts` asks for.
    if (request.routeOptions.url?.startsWith('/scim/v2/') === true) return
    const permission = permissionOf(request)
    if (permission === 'public') return
    const actor = await actorOf(request, parts)
    request.actor = actor
    // Nothing is there, or not for this method; that is told to those who may ask at all.
    if (request.is404 || request.routeOptions.config.refusesMethod === true) return
    const refusal = permission === null ? 'This may be done by nobody.' : refusalOf(actor, permission)
    if (refusal !== null) throw new GatewayError('permission_denied', refusal)
  }
}

/** Null where the table has none. */
export function permissionOf({
  method,
  routeOptions: { url },
}: FastifyRequest): Permission | 'public' | null {
  if (url === undefined) return null
  const path = url.slice('/admin/v1'.length).replaceAll(/:(\w+)/g, '{$1}')
  const name = `${method === 'HEAD' ? 'GET' : method} ${path}`
  return Object.hasOwn(PERMISSIONS, name) ? (PERMISSIONS[name] ?? null) : null
}

/** Why not, or null. */
export function refusalOf(
  { kind, role, organizationId, projectId }: Pick<Actor, 'kind' | 'role' | 'organizationId' | 'projectId'>,
  { roles, reach }: Permission,
): string | null {
  if (!roles.includes(role)) {
    return kind === 'key'
      ? 'This API key may only read; a change needs the role admin.'
      : `The role ${role} may not do this; it needs ${roles.join(', ')}.`
  }
  const isHeldToLess =
    (reach === 'gateway' && organizationId !== null) || (reach !== 'project' && projectId !== null)
  return isHeldToLess ? `This is about the whole ${reach}, and you are held to less of it.` : null
}
