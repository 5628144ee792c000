import type { RouteOptions } from 'fastify'
import { GatewayError } from '../core/error.ts'
import type { AdminApp } from './admin-app.ts'

/** Notes the routes that are added from here on; the function it returns adds an answer for all other methods. */
export function refuseOtherMethods(app: AdminApp): () => void {
  const taken = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = taken.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    taken.set(url, methods)
  })
  return () => {
    // Each refusal is a route too, and is noted like any other.
    for (const [url, methods] of Array.from(taken)) addRefusal(app, url, [...methods])
  }
}

function addRefusal(app: AdminApp, url: string, allowed: readonly string[]): void {
  app.route({
    method: app.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    schema: { hide: true },
    config: { refusesMethod: true },
    // Before the body, which no method that is not allowed gets read.
    onRequest: async (request, reply) => {
      reply.header('allow', allowed.join(', '))
      throw new GatewayError('method_not_allowed', `This takes ${allowed.join(', ')}, not ${request.method}.`)
    },
    handler: async () => {},
  })
}
