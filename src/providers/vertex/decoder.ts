import type { ChatEvent } from '../../core/event.ts'
import { type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import { anthropic } from '../anthropic/index.ts'
import { gemini } from '../gemini.ts'

/** Whose format an answer is in shows in its first frame: only Anthropic's say their type. */
export class VertexDecoder implements StreamDecoder {
  readonly #context: DecodeContext
  #inner: StreamDecoder | null = null

  constructor(context: DecodeContext) {
    this.#context = context
  }

  step(frame: SseFrame): readonly ChatEvent[] {
    this.#inner ??= this.#decoderFor(parseJsonObject(frame.data))
    return this.#inner.step(frame)
  }

  end(): readonly ChatEvent[] {
    this.#inner ??= this.#decoderFor(null)
    return this.#inner.end()
  }

  #decoderFor(first: JsonObject | null): StreamDecoder {
    return (isMessages(first) ? anthropic : gemini).createDecoder(this.#context)
  }
}

export function decodeBody(body: JsonObject, context: DecodeContext): readonly ChatEvent[] {
  return (isMessages(body) ? anthropic : gemini).decodeBody(body, context)
}

function isMessages(body: JsonObject | null): boolean {
  return typeof body?.type === 'string'
}
