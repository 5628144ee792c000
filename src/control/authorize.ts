import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../core/error.ts'
import { authenticate } from '../gateway/authenticate.ts'
import type { AdminParts } from './admin-parts.ts'

/**
 * Who may pass: the master key and keys with the role `admin` everywhere, keys with the role `viewer` where nothing
 * changes. Rejects as `authenticate` does, or with `permission_denied`.
 */
export function authorizing({ gateway }: AdminParts) {
  return async (request: FastifyRequest): Promise<void> => {
    if (request.routeOptions.config?.isPublic === true) return
    const { key } = await authenticate(request.headers, gateway.keys)
    if (key === null || key.role === 'admin') return
    if (key.role === 'inference')
      throw new GatewayError('permission_denied', 'This API key calls models; it may not use the admin API.')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new GatewayError(
        'permission_denied',
        'This API key may only read; a change needs the role admin.',
      )
  }
}
