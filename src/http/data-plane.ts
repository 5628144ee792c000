import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dialect } from '../core/dialect.ts'
import { GatewayError } from '../core/error.ts'
import type { Dialects } from '../dialects/index.ts'
import { countTokens } from '../gateway/count-tokens.ts'
import type { Incoming } from '../gateway/exchange.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { listModels } from '../gateway/list-models.ts'
import { refuseUnread, serve } from '../gateway/serve.ts'
import { NodeReply } from './node-reply.ts'
import { readBody } from './read-body.ts'

/** What a path of the data plane leads to. */
export interface Endpoint {
  readonly method: 'GET' | 'POST'
  readonly operation: 'chat' | 'count-tokens' | 'models'
  readonly dialect: keyof Dialects | 'either'
}

/** Each is also served without `/v1`, and Anthropic's under `/anthropic`. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/v1/chat/completions': { method: 'POST', operation: 'chat', dialect: 'openai' },
  '/v1/messages': { method: 'POST', operation: 'chat', dialect: 'anthropic' },
  '/v1/messages/count_tokens': { method: 'POST', operation: 'count-tokens', dialect: 'anthropic' },
  '/v1/models': { method: 'GET', operation: 'models', dialect: 'either' },
}

const PATHS = new Map(
  Object.entries(ENDPOINTS).flatMap(([path, endpoint]): [string, Endpoint][] => {
    const spellings = [path, path.slice('/v1'.length), `/anthropic${path}`]
    return spellings.map((spelling) => [spelling, endpoint])
  }),
)

/** The endpoint of a path, or of the model list's `/v1/models/{id}`. */
export function findEndpoint(
  path: string,
): { readonly endpoint: Endpoint; readonly modelId: string | null } | null {
  const endpoint = PATHS.get(path)
  if (endpoint !== undefined) return { endpoint, modelId: null }
  const models = /^(?:\/anthropic)?(?:\/v1)?\/models\/(.+)$/.exec(path)
  const id = models?.[1]
  const list = PATHS.get('/v1/models')
  return id === undefined || list === undefined ? null : { endpoint: list, modelId: decoded(id) }
}

/** More than this in all is refused, though the parser would take it: see `listener.ts`. */
export const HEADER_BYTES_MAX = 32 * 1024

/** Handles one request of the data plane. Never throws. */
export function handle(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { gateway, dialects }: { readonly gateway: Gateway; readonly dialects: Dialects },
): void {
  const found = findEndpoint(path)
  const dialect = dialectFor(path, found?.endpoint ?? null, request, dialects)
  const incoming = incomingFor(request, response, {
    dialect,
    path,
    operation: found?.endpoint.operation ?? 'chat',
  })
  const refusal = refusalFor(request, path, found?.endpoint ?? null)
  if (refusal !== null) {
    if (found !== null && refusal.code === 'method_not_allowed')
      response.setHeader('allow', found.endpoint.method)
    request.resume()
    refuseUnread(incoming, refusal, gateway)
  } else if (found?.endpoint.operation === 'models') {
    request.resume()
    run(listModels(incoming, found.modelId, gateway), incoming, gateway)
  } else if (found?.endpoint.operation === 'count-tokens') {
    run(countTokens(incoming, gateway), incoming, gateway)
  } else {
    run(serve(incoming, gateway), incoming, gateway)
  }
}

/** None of them should reject. If one does, that is a fault of ours, and costs one connection and not the process. */
function run(serving: Promise<void>, { reply }: Incoming, { log }: Gateway): void {
  serving.catch((error: unknown) => {
    log.error('A request failed by a fault of the gateway, without an answer.', { error })
    reply.destroy()
  })
}

function refusalFor(request: IncomingMessage, path: string, endpoint: Endpoint | null): GatewayError | null {
  if (headerBytes(request.rawHeaders) > HEADER_BYTES_MAX) {
    return new GatewayError(
      'headers_too_large',
      `The headers are larger than ${HEADER_BYTES_MAX} bytes in all.`,
    )
  }
  if (endpoint === null) return new GatewayError('not_found', `There is nothing at ${path.slice(0, 200)}.`)
  if (request.method !== endpoint.method) {
    return new GatewayError('method_not_allowed', `${path} takes ${endpoint.method}, not ${request.method}.`)
  }
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return null
  return new GatewayError('invalid_request', 'The body must not be compressed; leave content-encoding out.', {
    param: 'content-encoding',
  })
}

function headerBytes(rawHeaders: readonly string[]): number {
  let bytes = 0
  for (const text of rawHeaders) bytes += text.length
  return bytes
}

/** Errors of unknown paths too are shaped as their caller expects them. */
function dialectFor(
  path: string,
  endpoint: Endpoint | null,
  request: IncomingMessage,
  dialects: Dialects,
): Dialect {
  if (endpoint !== null && endpoint.dialect !== 'either') return dialects[endpoint.dialect]
  const isAnthropic = 'anthropic-version' in request.headers || path.startsWith('/anthropic')
  return isAnthropic ? dialects.anthropic : dialects.openai
}

function incomingFor(
  request: IncomingMessage,
  response: ServerResponse,
  {
    dialect,
    path,
    operation,
  }: { readonly dialect: Dialect; readonly path: string; readonly operation: Endpoint['operation'] },
): Incoming {
  return {
    dialect,
    operation: operation === 'count-tokens' ? operation : 'chat',
    path,
    headers: request.headers,
    reply: new NodeReply(response),
    readBody: (bytesMax) => readBody(request, bytesMax),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
