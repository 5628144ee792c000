import type { IncomingMessage, ServerResponse } from 'node:http'
import { GatewayError } from '../../core/error.ts'
import { authenticate } from '../../gateway/authenticate.ts'
import type { Handler } from '../../http/listener.ts'
import { credits } from './credits.ts'
import { modelEndpoints } from './endpoints.ts'
import { generation } from './generation.ts'
import { currentKey } from './key.ts'
import { listModels, modelCount, oneModel } from './models.ts'
import type { Answerer, OpenRouterParts } from './parts.ts'
import { listProviders } from './providers.ts'

/** One line for each endpoint; a name is anything up to the next slash. */
const ROUTES: readonly (readonly [path: RegExp, answer: Answerer])[] = [
  [/^\/api\/v1\/models$/, listModels],
  [/^\/api\/v1\/models\/count$/, modelCount],
  [/^\/api\/v1\/models\/([^/]+)\/([^/]+)\/endpoints$/, modelEndpoints],
  [/^\/api\/v1\/model\/([^/]+)\/([^/]+)$/, oneModel],
  [/^\/api\/v1\/providers$/, listProviders],
  [/^\/api\/v1\/generation$/, generation],
  [/^\/api\/v1\/(?:auth\/)?key$/, currentKey],
  [/^\/api\/v1\/credits$/, credits],
]

/**
 * OpenRouter's own endpoints beside those for inference, as a reading of the configuration, the catalogue and the
 * store. All of them only read. https://openrouter.ai/docs/api/reference/overview
 */
export function openRouterPlane(parts: OpenRouterParts, next: Handler): Handler {
  return (request, response, path) => {
    const found = path.startsWith('/api/v1/') && request.method === 'GET' ? routeOf(path) : null
    if (found === null) return next(request, response, path)
    request.resume()
    answerTo(request, found, parts).then(
      (value) => send(response, 200, value),
      (thrown: unknown) => refuse(response, thrown, parts),
    )
  }
}

interface FoundRoute {
  readonly answer: Answerer
  readonly names: readonly string[]
}

function routeOf(path: string): FoundRoute | null {
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(path)
    if (match !== null) return { answer, names: match.slice(1).map(decoded) }
  }
  return null
}

async function answerTo(
  request: IncomingMessage,
  { answer, names }: FoundRoute,
  parts: OpenRouterParts,
): Promise<object> {
  const caller = await authenticate(request.headers, parts.gateway.keys)
  const { url = '' } = request
  const mark = url.indexOf('?')
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1))
  return await answer({ caller, query, names }, parts)
}

/** OpenRouter's errors have the status as their code. https://openrouter.ai/docs/api/reference/errors-and-debugging */
function refuse(response: ServerResponse, thrown: unknown, { gateway }: OpenRouterParts): void {
  const error = GatewayError.from(thrown)
  if (error.code === 'internal')
    gateway.log.error('A request failed by a fault of the gateway.', { error: thrown })
  const { status } = error.traits
  send(response, status, {
    error: { code: status, message: error.message, metadata: { error_type: error.code } },
  })
}

function send(response: ServerResponse, status: number, value: object): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
