import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { ChatRequest } from '../../core/request.ts'
import { tokenCount } from '../../core/usage.ts'
import { TextEstimate } from '../../ledger/text-estimate.ts'
import type { InputEstimate } from '../../ledger/estimate.ts'
import { isTooDeep } from '../json-depth.ts'
import type { PassPath } from './pass-path.ts'
import type { PassIncoming } from './pass-request.ts'

/** What could be read of a request that is passed on. */
export interface PassBody {
  /** The whole body where it was read; null where it is sent on as it comes. */
  readonly bytes: Buffer | null
  /** Null where that is no JSON object. */
  readonly body: JsonObject | null
  /** By the provider's own name; null where the request names none. */
  readonly model: string | null
  readonly input: InputEstimate
}

/**
 * A body of text is read whole, for the model it names and for what it may cost; files and all else go on as they come.
 * Rejects as `readBody` does.
 */
export async function readPass(
  incoming: PassIncoming,
  { path }: PassPath,
  bytesMax: number,
): Promise<PassBody> {
  const { upload } = incoming.pass
  const isRead = upload !== null && isText(incoming.headers)
  const bytes = upload === null ? EMPTY : isRead ? await incoming.readBody(bytesMax) : null
  const body = bytes === null || isTooDeep(bytes) ? null : parseJsonObject(bytes.toString('utf8'))
  const named = typeof body?.model === 'string' ? body.model : null
  return { bytes, body, model: named ?? modelInPath(path), input: inputOf(body === null ? null : bytes) }
}

/** Every name of a model that stands in it, however deep: batches and lists of fallbacks hold more than one. */
export function modelsNamed(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) modelsNamed(item, found)
  if (!isJsonObject(value)) return found
  for (const [name, inner] of Object.entries(value)) {
    const names = Array.isArray(inner) ? inner : [inner]
    if (name === 'model' || name === 'models') {
      for (const text of names) if (typeof text === 'string') found.add(text)
    }
    modelsNamed(inner, found)
  }
  return found
}

/** Gemini's `models/{id}:verb` and Azure's `deployments/{id}/…`. */
export function modelInPath(path: string): string | null {
  const [, model] = /\/(?:models|deployments)\/([^/:?]+)/.exec(path) ?? []
  return model === undefined ? null : decodeURIComponent(model) // The path was found to be well encoded.
}

/** The request as routing and the books know one. Without a model it is not held to answer in tokens. */
export function requestInCommon(name: string, { model, body }: PassBody): ChatRequest {
  const maxTokens = model === null ? 0 : maxTokensOf(body)
  const n = tokenCount(body?.n)
  return {
    model: name,
    messages: [],
    tools: [],
    toolChoice: undefined,
    sampling: n > 1 ? { n } : {},
    output: { ...(maxTokens === null ? {} : { maxTokens }), format: { type: 'text' } },
    reasoning: undefined,
    cache: {},
    metadata: {},
    stream: body?.stream === true,
    includeUsage: false,
    extras: {},
  }
}

const EMPTY = Buffer.alloc(0)

/** What a provider may read as JSON, whatever its caller calls it. Compressed it is not for us to read. */
function isText({
  'content-type': type = '',
  'content-encoding': coding = 'identity',
}: PassIncoming['headers']) {
  if (coding !== 'identity') return false
  return /^(?:$|text\/|application\/(?:[\w.+-]+\+)?json\b|application\/x-www-form-urlencoded)/i.test(
    String(type),
  )
}

function inputOf(bytes: Buffer | null): InputEstimate {
  const estimate = new TextEstimate()
  if (bytes !== null) estimate.add(bytes.toString('utf8'))
  return { inputTokens: estimate.tokens, writesCache1h: false, hasAudioInput: false }
}

/** The largest of what the providers call it: which of them one reads is not known here. */
function maxTokensOf(body: JsonObject | null): number | null {
  const config = isJsonObject(body?.generationConfig) ? body.generationConfig : {}
  const said = [
    body?.max_tokens,
    body?.max_completion_tokens,
    body?.max_output_tokens,
    config.maxOutputTokens,
  ]
  const most = Math.max(...said.map(tokenCount))
  return most === 0 ? null : most
}
