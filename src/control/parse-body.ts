import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../core/error.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'

/** Bodies are JSON whatever their content type says, but for routes that take text; an empty one is none. */
export function parseBodies(app: AdminApp, { gateway, readBody }: AdminParts): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async ({ raw, routeOptions }: FastifyRequest) => {
    const bytes = await readBody(raw, gateway.snapshot().config.server.maxBodyBytes)
    const text = bytes.toString('utf8')
    if (routeOptions.config.takesText === true) return text
    return text === '' ? undefined : parse(text)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it cannot be read'
    throw new GatewayError('invalid_request', `The body is not valid JSON: ${reason}`)
  }
}
