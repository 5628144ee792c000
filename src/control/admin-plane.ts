import type { IncomingMessage, ServerResponse } from 'node:http'
import { GatewayError } from '../core/error.ts'
import type { Handler } from '../http/listener.ts'
import type { AdminParts } from './admin-parts.ts'
import { renderRefusal } from './refusal.ts'

/**
 * Everything under `/admin/v1`. Fastify and all it needs is loaded by the first request, because most gateways are
 * seldom administered and memory is dear; requests that come meanwhile wait for the same load. One that fails answers
 * 503, and the next request tries again.
 */
export function adminPlane(parts: AdminParts): Handler {
  let loading: Promise<Route> | null = null
  return (request, response) => {
    loading ??= load(parts)
    loading.then(
      (route) => route(request, response),
      (error: unknown) => {
        loading = null
        parts.gateway.log.error('The admin API could not be loaded.', { error })
        refuse(response, parts)
      },
    )
  }
}

type Route = (request: IncomingMessage, response: ServerResponse) => void

async function load(parts: AdminParts): Promise<Route> {
  const { buildAdminApp } = await import('./build-admin-app.ts')
  const app = await buildAdminApp(parts)
  return (request, response) => app.routing(request, response)
}

function refuse(response: ServerResponse, parts: AdminParts): void {
  const error = new GatewayError('overloaded', 'The admin API cannot be loaded just now; try again shortly.')
  const body = JSON.stringify(renderRefusal(error, parts.gateway.ids.next('req'), parts))
  response.writeHead(error.traits.status, { 'content-type': 'application/json' })
  response.end(body)
}
