import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, Provider, StreamDecoder } from '../../core/provider.ts'
import type { Usage, UsageSource } from '../../core/usage.ts'
import { readMediaUsage } from '../../wire/openai-media-usage.ts'
import { readUsage } from '../../wire/openai-usage.ts'
import { SseOverflow, SseParser } from '../../wire/sse.ts'
import { Observer, seeAll } from '../observer.ts'

export interface PassedUsage {
  readonly usage: Usage
  readonly source: UsageSource
  readonly model: string | null
}

/** Reads along with an answer that is passed on, as far as it has the form in which this provider answers a chat. */
export class PassUsage {
  readonly #provider: Provider
  readonly #context: DecodeContext
  readonly #form: 'json' | 'events' | 'other'
  readonly #observer = new Observer()
  readonly #sse = new SseParser(EVENT_BYTES_MAX)
  readonly #decoder: StreamDecoder
  #pieces: Buffer[] = []
  #bytes = 0
  #isGivenUp = false
  #body: JsonObject | null = null

  constructor(provider: Provider, contentType: string, context: DecodeContext) {
    this.#provider = provider
    this.#context = context
    this.#form = contentType.startsWith('text/event-stream')
      ? 'events'
      : /^application\/json\b/i.test(contentType)
        ? 'json'
        : 'other'
    this.#decoder = provider.createDecoder(context)
  }

  see(piece: Buffer): void {
    if (this.#isGivenUp || this.#form === 'other') return
    if (this.#form === 'events') this.#seeEvents(piece)
    else this.#keep(piece)
  }

  /** Null where it says nothing of what was used, and no answer of a model is in it either. */
  end(inputTokens: number): PassedUsage | null {
    if (this.#form === 'events' && !this.#isGivenUp) {
      for (const frame of this.#sse.end()) seeAll(this.#observer, this.#decoder.step(frame))
    } else if (this.#form === 'json' && !this.#isGivenUp) {
      const body = parseJsonObject(Buffer.concat(this.#pieces).toString('utf8'))
      this.#body = body
      if (body !== null) seeAll(this.#observer, this.#provider.decodeBody(body, this.#context))
    }
    const { model, hasContent } = this.#observer
    const { usage, source } = this.#observer.usage({ inputTokens, outputTokensMax: Number.POSITIVE_INFINITY })
    if (source === 'provider' || hasContent) return { usage, source, model }
    return this.#body === null ? null : besideChat(this.#body)
  }

  #seeEvents(piece: Buffer): void {
    try {
      for (const frame of this.#sse.push(piece)) seeAll(this.#observer, this.#decoder.step(frame))
    } catch (thrown) {
      if (!(thrown instanceof SseOverflow)) throw thrown
      this.#isGivenUp = true
    }
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length
    this.#isGivenUp = this.#bytes > JSON_BYTES_MAX
    if (this.#isGivenUp) this.#pieces = []
    else this.#pieces.push(piece)
  }
}

/** A larger answer passes all the same, and what it has cost is not known. */
const EVENT_BYTES_MAX = 4 * 1024 * 1024
const JSON_BYTES_MAX = 4 * 1024 * 1024

/** What is no chat reports its usage in one of two forms of OpenAI: embeddings in the older, the rest in the other. */
function besideChat(body: JsonObject): PassedUsage | null {
  if (!isJsonObject(body.usage)) return null
  const usage = readUsage(body.usage) ?? readMediaUsage(body)
  const model = typeof body.model === 'string' ? body.model : null
  return usage === null ? null : { usage, source: 'provider', model }
}
