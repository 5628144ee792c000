import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../core/error.ts'
import type { JsonObject } from '../core/json.ts'
import type { AdminParts } from './admin-parts.ts'

/** Answers for whatever was thrown on the way, in OpenAI's shape of an error. */
export function refusing(parts: AdminParts) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = refusalOf(thrown)
    if (error.code === 'internal') {
      const { id, method, url } = request
      parts.gateway.log.error('An admin request failed by a fault of the gateway.', {
        id,
        method,
        path: url.split('?', 1)[0],
        error: thrown,
      })
    }
    const { retryAfterMs } = error.details
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1_000)))
    reply.status(error.traits.status).send(renderRefusal(error, request.id, parts))
  }
}

export function renderRefusal(error: GatewayError, requestId: string, { dialects }: AdminParts): JsonObject {
  const dialect = dialects.find(({ wire }) => wire === 'openai-chat')
  if (dialect === undefined)
    throw new Error('The admin API needs the dialect openai-chat to shape its errors.')
  return dialect.renderError(error, requestId)
}

/** Fastify refuses some requests by itself: a path that cannot be decoded, a content type that is none. */
function refusalOf(thrown: unknown): GatewayError {
  if (GatewayError.is(thrown)) return thrown
  const { statusCode, message }: Partial<FastifyError> = thrown instanceof Error ? thrown : {}
  const isCallers = statusCode !== undefined && statusCode >= 400 && statusCode < 500
  return isCallers ? new GatewayError('invalid_request', `${message}.`) : GatewayError.from(thrown)
}
