import type { ErrorCode } from '../../core/error.ts'
import type { ChatEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import { type GeminiChunk, readGeminiChunk } from '../../wire/gemini.ts'
import { geminiErrorCode } from '../../wire/gemini-error.ts'
import { CandidateReader } from './candidate.ts'

/**
 * Reads `streamGenerateContent`: each event is a `GenerateContentResponse`, and the end of the bytes is the only
 * terminator. Usage may follow the finish reason, so `finish` waits for the end. Without `alt=sse` the answer is one
 * JSON array of the same chunks; given as a single frame it is read too.
 */
export class GeminiDecoder implements StreamDecoder {
  readonly #context: DecodeContext
  /** What a missing finish reason means: a broken stream, or a whole body that makes no sense. */
  readonly #incomplete: ErrorCode
  readonly #candidates = new Map<number, CandidateReader>()
  readonly #callIds = new Set<string>()
  #hasStarted = false
  #hasEnded = false
  #blockReason: string | null = null

  constructor(context: DecodeContext, incomplete: ErrorCode = 'stream_interrupted') {
    this.#context = context
    this.#incomplete = incomplete
  }

  step(frame: SseFrame): readonly ChatEvent[] {
    if (this.#hasEnded || frame.data.trim() === '' || frame.data === '[DONE]') return []
    const value = parsed(frame.data)
    const chunks = Array.isArray(value) ? value : [value]
    if (!chunks.every(isJsonObject)) return this.#fail('provider_invalid_reply', null)
    return chunks.flatMap((chunk) => this.chunk(chunk))
  }

  chunk(body: JsonObject): readonly ChatEvent[] {
    if (this.#hasEnded) return []
    const chunk = readGeminiChunk(body)
    if (chunk.error !== null) {
      return this.#fail(geminiErrorCode(chunk.error.httpStatus, chunk.error), chunk.error.status)
    }
    const events: ChatEvent[] = this.#start(chunk)
    for (const candidate of chunk.candidates) events.push(...this.#reader(candidate.index).step(candidate))
    if (chunk.usage !== null) events.push({ type: 'usage', usage: chunk.usage })
    this.#blockReason = chunk.blockReason ?? this.#blockReason
    return events
  }

  end(): readonly ChatEvent[] {
    if (this.#hasEnded) return []
    const readers = [...this.#candidates.values()]
    const finishes = readers.map((reader) => reader.finish()).filter((finish) => finish !== null)
    if (readers.length === 0 || finishes.length < readers.length) {
      if (this.#blockReason !== null) return this.#fail('content_filtered', this.#blockReason)
      return this.#fail(this.#incomplete, null)
    }
    this.#hasEnded = true
    return [...readers.flatMap((reader) => reader.close(true)), ...finishes]
  }

  #start({ id, model }: GeminiChunk): ChatEvent[] {
    if (this.#hasStarted) return []
    this.#hasStarted = true
    return [{ type: 'start', id, model }]
  }

  #reader(index: number): CandidateReader {
    const known = this.#candidates.get(index)
    if (known !== undefined) return known
    const reader = new CandidateReader(index, this.#context, this.#callIds)
    this.#candidates.set(index, reader)
    return reader
  }

  #fail(code: ErrorCode, providerCode: string | null): readonly ChatEvent[] {
    this.#hasEnded = true
    const closing = [...this.#candidates.values()].flatMap((reader) => reader.close(false))
    const named = providerCode === null ? {} : { providerCode }
    return [...closing, { type: 'error', code, message: MESSAGES[code] ?? FAILED, ...named }]
  }
}

/** Never the provider's own words: they may hold project names and parts of the request. */
const FAILED = 'The provider reported an error inside its answer.'
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  content_filtered: 'The provider refused the prompt.',
  provider_invalid_reply: 'The provider sent an answer that cannot be read.',
  stream_interrupted: 'The answer ended before the provider had finished it.',
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
