import type { FastifyReply, FastifyRequest } from 'fastify'
import { isJsonObject, type JsonObject, parseJsonObject } from '../core/json.ts'
import type { Actor } from './actor.ts'
import type { AdminParts } from './admin-parts.ts'

/**
 * Every change that was made becomes one event of the audit log before its answer leaves, whichever route made it: no
 * resource can forget to. What was tried by somebody who may not is written down too. Where that fails, so does the
 * answer, with `store_unavailable`: nobody is told of a change that nobody could answer for.
 */
export function auditing({ audit }: AdminParts) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const { method, routeOptions } = request
    const { url, config } = routeOptions
    if (READING.has(method) || url === undefined || config.changesNothing === true) return payload
    const isRefused = reply.statusCode === 403
    if (reply.statusCode >= 400 && !isRefused) return payload
    const answer = typeof payload === 'string' ? parseJsonObject(payload) : null
    // Where anybody may ask, nobody is known before: whoever signs in there is named by the answer.
    const actor: Actor | undefined = request.actor
    await audit.write({
      actor: actor === undefined ? signedInBy(answer) : nameOf(actor),
      action: actionOf(method, url) + (isRefused ? '.refused' : ''),
      subject: subjectOf(request, answer),
      organizationId: actor?.organizationId ?? null,
      details: isJsonObject(request.said) ? request.said : {},
    })
    return payload
  }
}

/** Keeps what was said, before its reading makes something else of it. */
export async function keepSaid(request: FastifyRequest): Promise<void> {
  request.said = request.body
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

function nameOf({ kind, id }: Actor): string {
  return kind === 'master' ? kind : `${kind}:${id}`
}

function signedInBy(answer: JsonObject | null): string {
  const member = answer?.member
  return isJsonObject(member) ? `member:${String(member.id)}` : answer?.member === null ? 'master' : 'nobody'
}

const DEEDS: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'set',
  PATCH: 'change',
  DELETE: 'delete',
}

/** `keys.rotate` of `POST /admin/v1/keys/:id/rotate`, `keys.create` of `POST /admin/v1/keys`. */
export function actionOf(method: string, url: string): string {
  const words = url
    .replace(/^\/(?:admin\/v1|scim\/v2)\//, (prefix) => (prefix.startsWith('/scim') ? 'scim.' : ''))
    .split('/')
    .filter((word) => !word.startsWith(':'))
  return words.length > 1 ? words.join('.') : `${words.join('.')}.${DEEDS[method] ?? method.toLowerCase()}`
}

function subjectOf({ params }: FastifyRequest, answer: JsonObject | null): string | null {
  const inPath = isJsonObject(params) ? params.id : undefined
  for (const id of [inPath, answer?.id, answer?.revision]) if (typeof id === 'string') return id.slice(0, 256)
  return null
}
