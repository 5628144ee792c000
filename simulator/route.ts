import type { IncomingHttpHeaders } from 'node:http'
import { anthropic } from './formats/anthropic.ts'
import type { Format } from './formats/format.ts'
import { gemini } from './formats/gemini.ts'
import { openaiChat } from './formats/openai-chat.ts'
import { openaiResponses } from './formats/openai-responses.ts'
import { cohereEmbed } from './services/cohere-embed.ts'
import { geminiBatchEmbedContents, geminiEmbedContent } from './services/gemini-embeddings.ts'
import { openaiEmbeddings } from './services/openai-embeddings.ts'
import { images } from './services/images.ts'
import { moderations } from './services/moderations.ts'
import { rerank } from './services/rerank.ts'
import type { Service } from './services/service.ts'
import { speech } from './services/speech.ts'
import { transcription } from './services/transcription.ts'

/** What a method and path ask for, and in which wire format the answer goes. */
export interface Route {
  readonly format: Format
  readonly operation: 'generate' | 'count' | 'list' | 'serve' | 'unknown'
  /** Set for what is served beside chat. */
  readonly service: Service | null
  /** The model's name where the path has it. `list` without one means all. */
  readonly model: string | null
  /** Gemini: the path asks for a stream. */
  readonly streamPath: boolean
  readonly query: URLSearchParams
  /** The method that this path takes. */
  readonly method: 'GET' | 'POST'
}

const NO_QUERY = new URLSearchParams()

/** Looks at the path's end alone, so any base path will do. What is unknown is told in OpenAI's words. */
export function findRoute(url: string, headers: IncomingHttpHeaders): Route {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? NO_QUERY : new URLSearchParams(url.slice(mark + 1))
  const plain = { query, model: null, streamPath: false, method: 'POST', service: null } as const
  if (path.endsWith('/chat/completions')) return { ...plain, format: openaiChat, operation: 'generate' }
  if (path.endsWith('/responses')) return { ...plain, format: openaiResponses, operation: 'generate' }
  if (path.endsWith('/messages')) return { ...plain, format: anthropic, operation: 'generate' }
  if (path.endsWith('/messages/count_tokens')) return { ...plain, format: anthropic, operation: 'count' }
  const service = SERVICES.find(([end]) => path.endsWith(end))?.[1]
  if (service !== undefined) return { ...plain, format: openaiChat, operation: 'serve', service }
  const action = /\/models\/(.+):([a-zA-Z]+)$/.exec(path)
  if (action !== null) return geminiRoute(decoded(action[1] ?? ''), action[2] ?? '', query)
  const listing = /\/models(?:\/(.+))?$/.exec(path)
  if (listing === null) return { ...plain, format: openaiChat, operation: 'unknown' }
  const model = listing[1] === undefined ? null : decoded(listing[1])
  const format = listingFormat(path, headers)
  return { ...plain, format, operation: 'list', model, method: 'GET' }
}

/** By how their paths end. */
const SERVICES: readonly (readonly [string, Service])[] = [
  ['/embeddings', openaiEmbeddings],
  ['/embed', cohereEmbed],
  ['/rerank', rerank],
  ['/moderations', moderations],
  ['/images/generations', images],
  ['/images/edits', images],
  ['/audio/transcriptions', transcription],
  ['/audio/translations', transcription],
  ['/audio/speech', speech],
]

function geminiRoute(model: string, action: string, query: URLSearchParams): Route {
  const streamPath = action === 'streamGenerateContent'
  // Without `alt=sse` the real API streams one long JSON array, which nobody here wants to read.
  const isReadable = !streamPath || query.get('alt') === 'sse'
  const service = GEMINI_SERVICES.get(action) ?? null
  const known = service === null ? OPERATIONS.get(action) : 'serve'
  const operation = (isReadable ? known : undefined) ?? 'unknown'
  return { format: gemini, operation, service, model, streamPath, query, method: 'POST' }
}

const OPERATIONS = new Map<string, Route['operation']>([
  ['generateContent', 'generate'],
  ['streamGenerateContent', 'generate'],
  ['countTokens', 'count'],
])

const GEMINI_SERVICES = new Map<string, Service>([
  ['embedContent', geminiEmbedContent],
  ['batchEmbedContents', geminiBatchEmbedContents],
])

function listingFormat(path: string, headers: IncomingHttpHeaders): Format {
  if (path.includes('/v1beta/')) return gemini
  return headers['anthropic-version'] === undefined ? openaiChat : anthropic
}

/** A path that is not well encoded is taken as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
