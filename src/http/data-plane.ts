import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dialect } from '../core/dialect.ts'
import { GatewayError } from '../core/error.ts'
import type { Operation } from '../core/operation.ts'
import type { Dialects } from '../dialects/index.ts'
import { countTokens } from '../gateway/count-tokens.ts'
import type { Incoming } from '../gateway/exchange.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { listModels } from '../gateway/list-models.ts'
import { PASS_PREFIX } from '../gateway/pass-through/pass-path.ts'
import { createResponse } from '../gateway/responses/create-response.ts'
import { answerStored, isStoredCall } from '../gateway/responses/stored-response.ts'
import { refuseUnread, serve } from '../gateway/serve.ts'
import { handlePass } from './handle-pass.ts'
import { type Endpoint, findEndpoint, type FoundEndpoint } from './endpoints.ts'
import { geminiIncoming } from './gemini-incoming.ts'
import { HEADER_BYTES_MAX, headerBytes, headersTooLarge } from './header-bytes.ts'
import type { Handler } from './listener.ts'
import { NodeReply } from './node-reply.ts'
import { readBody } from './read-body.ts'
import { run } from './run.ts'

/** All that is asked for inference, for one gateway. */
export function dataPlane(parts: Parameters<typeof handle>[3]): Handler {
  return (request, response, path) => handle(request, response, path, parts)
}

/** Handles one request of the data plane. Never throws. */
export function handle(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { gateway, dialects }: { readonly gateway: Gateway; readonly dialects: Dialects },
): void {
  if (path.startsWith(PASS_PREFIX)) return handlePass(request, response, { gateway, dialects })
  const found = findEndpoint(path, request.method ?? 'GET')
  const dialect = dialectFor(path, found?.endpoint ?? null, request, dialects)
  const incoming = incomingFor(request, response, {
    dialect,
    path,
    found,
    isGemini: dialect === dialects.gemini,
  })
  const refusal = refusalFor(request, path, found?.endpoint ?? null)
  if (refusal !== null) {
    if (found !== null && refusal.code === 'method_not_allowed')
      response.setHeader('allow', found.endpoint.method)
    request.resume()
    refuseUnread(incoming, refusal, gateway)
  } else if (found?.endpoint.operation === 'models') {
    request.resume()
    run(listModels(incoming, found.id, gateway), incoming, gateway)
  } else if (found?.endpoint.operation === 'count-tokens') {
    run(countTokens(incoming, gateway), incoming, gateway)
  } else if (found?.endpoint.dialect === 'responses') {
    run(respond(request, incoming, found, gateway), incoming, gateway)
  } else {
    run(serve(incoming, gateway), incoming, gateway)
  }
}

/** A new response, or one that is kept. */
function respond(
  request: IncomingMessage,
  incoming: Incoming,
  { endpoint, id }: FoundEndpoint,
  gateway: Gateway,
): Promise<void> {
  const { operation } = endpoint
  if (id === null || !isStoredCall(operation)) return createResponse(incoming, gateway)
  request.resume()
  const mark = request.url?.indexOf('?') ?? -1
  const query = new URLSearchParams(mark === -1 ? '' : request.url?.slice(mark + 1))
  return answerStored(incoming, { type: operation, id, query }, gateway)
}

function refusalFor(request: IncomingMessage, path: string, endpoint: Endpoint | null): GatewayError | null {
  if (headerBytes(request.rawHeaders) > HEADER_BYTES_MAX) return headersTooLarge()
  if (endpoint === null) return new GatewayError('not_found', `There is nothing at ${path.slice(0, 200)}.`)
  if (request.method !== endpoint.method) {
    return new GatewayError('method_not_allowed', `${path} takes ${endpoint.method}, not ${request.method}.`)
  }
  if (endpoint.operation === 'realtime')
    return new GatewayError('invalid_request', `${path} is for WebSocket: ask to upgrade to it.`)
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return null
  return new GatewayError('invalid_request', 'The body must not be compressed; leave content-encoding out.', {
    param: 'content-encoding',
  })
}

/** Errors of unknown paths too are shaped as their caller expects them. */
function dialectFor(
  path: string,
  endpoint: Endpoint | null,
  request: IncomingMessage,
  dialects: Dialects,
): Dialect {
  if (endpoint !== null && endpoint.dialect !== 'either') {
    const dialect = dialects[endpoint.dialect]
    return dialect === dialects.openai && path.startsWith('/api/') ? dialects.openRouter : dialect
  }
  // Google's SDK asks `/v1/models` too.
  if (path.startsWith('/v1beta') || 'x-goog-api-key' in request.headers) return dialects.gemini
  const isAnthropic = 'anthropic-version' in request.headers || path.startsWith('/anthropic')
  return isAnthropic ? dialects.anthropic : dialects.openai
}

function incomingFor(
  request: IncomingMessage,
  response: ServerResponse,
  {
    dialect,
    path,
    found,
    isGemini,
  }: {
    readonly dialect: Dialect
    readonly path: string
    readonly found: FoundEndpoint | null
    readonly isGemini: boolean
  },
): Incoming {
  const incoming: Incoming = {
    dialect,
    operation: operationOf(found),
    path,
    headers: request.headers,
    connection: request.socket,
    reply: new NodeReply(response),
    readBody: (bytesMax) => readBody(request, bytesMax),
  }
  if (isGemini) return geminiIncoming(incoming, request.url ?? path, found?.id ?? null)
  return found === null || found.id === null
    ? incoming
    : { ...incoming, inPath: { model: found.id, stream: false } }
}

/** What only looks is no exchange, and what is nowhere is refused as a chat. */
function operationOf(found: FoundEndpoint | null): Operation {
  const operation = found?.endpoint.operation ?? 'chat'
  return operation === 'models' || isStoredCall(operation) ? 'chat' : operation
}
