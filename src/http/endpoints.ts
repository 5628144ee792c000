import type { Operation } from '../core/operation.ts'
import type { Dialects } from '../dialects/index.ts'
import type { StoredCall } from '../gateway/responses/stored-response.ts'

/** What a path of the data plane leads to. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** `{id}` is a name, which may hold slashes. Further spellings: see `spellingsOf`. */
  readonly path: string
  readonly operation: Operation | 'models' | StoredCall
  readonly dialect: keyof Dialects | 'either'
}

/** A new endpoint is one line. Of two that fit a path, the first with the right method counts. */
export const ENDPOINTS: readonly Endpoint[] = [
  { method: 'POST', path: '/v1/chat/completions', operation: 'chat', dialect: 'openai' },
  { method: 'POST', path: '/v1/responses', operation: 'chat', dialect: 'responses' },
  {
    method: 'GET',
    path: '/v1/responses/{id}/input_items',
    operation: 'response-input',
    dialect: 'responses',
  },
  { method: 'POST', path: '/v1/responses/{id}/cancel', operation: 'cancel-response', dialect: 'responses' },
  { method: 'GET', path: '/v1/responses/{id}', operation: 'get-response', dialect: 'responses' },
  { method: 'DELETE', path: '/v1/responses/{id}', operation: 'delete-response', dialect: 'responses' },
  { method: 'POST', path: '/v1/completions', operation: 'chat', dialect: 'completions' },
  { method: 'POST', path: '/v1/messages', operation: 'chat', dialect: 'anthropic' },
  { method: 'POST', path: '/v1/messages/count_tokens', operation: 'count-tokens', dialect: 'anthropic' },
  { method: 'POST', path: '/v1/embeddings', operation: 'embeddings', dialect: 'openai' },
  { method: 'POST', path: '/v1/rerank', operation: 'rerank', dialect: 'openai' },
  { method: 'POST', path: '/v2/rerank', operation: 'rerank', dialect: 'openai' },
  { method: 'POST', path: '/v1/moderations', operation: 'moderation', dialect: 'openai' },
  { method: 'POST', path: '/v1/images/generations', operation: 'image-generation', dialect: 'openai' },
  { method: 'POST', path: '/v1/images/edits', operation: 'image-edit', dialect: 'openai' },
  { method: 'POST', path: '/v1/audio/speech', operation: 'speech', dialect: 'openai' },
  { method: 'POST', path: '/v1/audio/transcriptions', operation: 'transcription', dialect: 'openai' },
  { method: 'POST', path: '/v1/audio/translations', operation: 'translation', dialect: 'openai' },
  { method: 'GET', path: '/v1/realtime', operation: 'realtime', dialect: 'openai' },
  { method: 'GET', path: '/v1/models', operation: 'models', dialect: 'either' },
  { method: 'GET', path: '/v1/models/{id}', operation: 'models', dialect: 'either' },
  { method: 'POST', path: '/v1beta/models/{id}:generateContent', operation: 'chat', dialect: 'gemini' },
  { method: 'POST', path: '/v1beta/models/{id}:streamGenerateContent', operation: 'chat', dialect: 'gemini' },
  { method: 'POST', path: '/v1beta/models/{id}:countTokens', operation: 'count-tokens', dialect: 'gemini' },
  { method: 'GET', path: '/v1beta/models', operation: 'models', dialect: 'gemini' },
  { method: 'GET', path: '/v1beta/models/{id}', operation: 'models', dialect: 'gemini' },
]

export interface FoundEndpoint {
  readonly endpoint: Endpoint
  /** What stands for `{id}`, or for Azure's deployment. */
  readonly id: string | null
}

/** The endpoint of a path; one with another method where none takes this one. Null: there is nothing there. */
export function findEndpoint(path: string, method: string): FoundEndpoint | null {
  const exact = PLAIN.get(path)
  if (exact !== undefined) {
    const [first] = exact
    const isFirst = first.method === method
    return { endpoint: isFirst ? first : (exact.find((other) => other.method === method) ?? first), id: null }
  }
  const found: FoundEndpoint[] = []
  for (const { endpoint, pattern } of PATTERNS) {
    const match = pattern.exec(path)
    if (match !== null) found.push({ endpoint, id: decoded(match[1] ?? '') })
  }
  return found.find(({ endpoint }) => endpoint.method === method) ?? found[0] ?? null
}

type Plain = readonly [Endpoint, ...Endpoint[]]

const PLAIN: ReadonlyMap<string, Plain> = plainPaths()
const PATTERNS = ENDPOINTS.flatMap((endpoint) =>
  spellingsOf(endpoint).flatMap((path) => (isPlain(path) ? [] : [{ endpoint, pattern: patternOf(path) }])),
)

/** Where clients look that were made for one of the others. `*` is one step of a path. */
export function spellingsOf({ path, method }: Endpoint): readonly string[] {
  // Cohere's second version, of what its first has under the usual ones.
  if (path.startsWith('/v2/')) return [path]
  return path.startsWith('/v1beta/')
    ? geminiSpellings(path.slice('/v1beta'.length), method)
    : usualSpellings(path.slice('/v1'.length), method)
}

/**
 * OpenAI's SDK with and without `/v1` in its base URL, Anthropic's behind a path of its own, OpenRouter's `/api/v1`,
 * Azure's `/openai/v1` and its older `/openai/deployments/{id}`, where the deployment is the model.
 * https://learn.microsoft.com/azure/ai-services/openai/reference
 */
function usualSpellings(rest: string, method: string): readonly string[] {
  const spellings = ['/v1', '', '/anthropic/v1', '/openai/v1', '/api/v1'].map((prefix) => prefix + rest)
  const hasDeployment = method === 'POST' && !rest.includes('{id}')
  return hasDeployment ? [...spellings, `/openai/deployments/{id}${rest}`] : spellings
}

/** Any version of the Gemini API; and Vertex AI's, with and without a project. The lists of `/v1` are OpenAI's. */
function geminiSpellings(rest: string, method: string): readonly string[] {
  if (method === 'GET') return ['/v1beta', '/v1alpha'].map((prefix) => prefix + rest)
  return ['/*', '/*/publishers/*', '/*/projects/*/locations/*/publishers/*'].map((prefix) => prefix + rest)
}

function plainPaths(): Map<string, Plain> {
  const plain = new Map<string, Plain>()
  for (const endpoint of ENDPOINTS) {
    for (const path of spellingsOf(endpoint).filter(isPlain)) {
      const known = plain.get(path)
      plain.set(path, known === undefined ? [endpoint] : [...known, endpoint])
    }
  }
  return plain
}

function isPlain(path: string): boolean {
  return !path.includes('{id}')
}

function patternOf(path: string): RegExp {
  const source = path.replace(/[.:/]/g, '\\$&').replaceAll('*', '[^/]+').replace('{id}', '(.+)')
  return new RegExp(`^${source}$`)
}

/** A name that is not well encoded is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
