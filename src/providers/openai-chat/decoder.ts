import type { ErrorCode } from '../../core/error.ts'
import type { ChatEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import type { Citation } from '../../core/request.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import { readUsage } from '../../wire/openai-usage.ts'
import type { ChatApi } from './api.ts'
import { ChoiceDecoder } from './choice.ts'
import { classifyInStream } from './classify.ts'

/** A last frame of a stream that holds usage and no choice: what `include_usage` asks for. */
export function isUsageReport(frame: SseFrame): boolean {
  const chunk = parseJsonObject(frame.data)
  return (
    chunk !== null && Array.isArray(chunk.choices) && chunk.choices.length === 0 && isJsonObject(chunk.usage)
  )
}

/**
 * `chat.completion.chunk` frames to events; a whole `chat.completion` is read as one chunk whose deltas are complete.
 * The finish waits for `[DONE]` or the end of the bytes, because usage may come after the finish reason.
 */
export class ChatDecoder implements StreamDecoder {
  readonly #context: DecodeContext
  readonly #api: ChatApi
  readonly #choices = new Map<number, ChoiceDecoder>()
  readonly #ids = new Set<string>()
  #events: ChatEvent[] = []
  #citations: readonly Citation[] = []
  #hasStarted = false
  #hasUsageReport = false
  #isOver = false

  constructor(context: DecodeContext, api: ChatApi) {
    this.#context = context
    this.#api = api
  }

  step(frame: SseFrame): readonly ChatEvent[] {
    if (this.#isOver || frame.data.trim() === '') return []
    if (frame.data.trim() === '[DONE]') return this.end()
    const chunk = parseJsonObject(frame.data)
    if (chunk === null) this.#fail('provider_invalid_reply', 'The provider sent an event that is not JSON.')
    else if (frame.event === 'error' || hasError(chunk)) this.#failWith(chunk)
    else this.#chunk(chunk)
    return this.#taken()
  }

  /** One chunk that is parsed already, by whoever had to turn it into one. */
  chunk(chunk: JsonObject): readonly ChatEvent[] {
    if (this.#isOver) return []
    this.#chunk(chunk)
    return this.#taken()
  }

  end(): readonly ChatEvent[] {
    if (this.#isOver) return []
    const choices = [...this.#choices.values()]
    // Some servers never give a reason; then the usage that comes last of all vouches for the end.
    const isComplete = choices.every(({ hasFinished }) => hasFinished || this.#hasUsageReport)
    this.#close(choices)
    if (choices.length === 0 || !isComplete)
      this.#fail('stream_interrupted', 'The provider ended the stream before the answer was complete.')
    else this.#finish(choices)
    return this.#taken()
  }

  decodeBody(body: JsonObject): readonly ChatEvent[] {
    if (hasError(body)) this.#failWith(body)
    else if (objectsOf(body.choices).length === 0)
      this.#fail('provider_invalid_reply', 'The provider sent an answer without choices.')
    else {
      this.#chunk(body)
      const choices = this.#isOver ? [] : [...this.#choices.values()]
      this.#close(choices)
      if (!this.#isOver) this.#finish(choices)
    }
    return this.#taken()
  }

  #chunk(chunk: JsonObject): void {
    const choices = objectsOf(chunk.choices)
    if (!this.#hasStarted && (choices.length > 0 || textOf(chunk.id) !== '')) this.#start(chunk)
    if (!this.#hasStarted) return
    this.#citations = readSources(chunk) ?? this.#citations
    for (const [position, value] of choices.entries()) {
      if (isJsonObject(value.error)) {
        this.#usage(chunk, choices)
        this.#failWith(value)
        return
      }
      const index = typeof value.index === 'number' ? value.index : position
      this.#choice(index).chunk(value)
    }
    if (choices.length === 0 && isJsonObject(chunk.usage)) this.#hasUsageReport = true
    this.#usage(chunk, choices)
  }

  /** Azure's first frame has neither an id nor a choice: the answer has not started with it. */
  #start(chunk: JsonObject): void {
    this.#hasStarted = true
    this.#events.push({ type: 'start', id: textOf(chunk.id), model: textOf(chunk.model) })
  }

  /** Beside OpenAI's place, Groq's and Moonshot's. */
  #usage(chunk: JsonObject, choices: readonly JsonObject[]): void {
    const places = [chunk.usage, objectOf(chunk.x_groq)?.usage, choices[0]?.usage]
    const usage = places.map((place) => readUsage(objectOf(place) ?? {})).find((found) => found !== null)
    if (usage !== undefined) this.#events.push({ type: 'usage', usage })
  }

  #choice(index: number): ChoiceDecoder {
    const known = this.#choices.get(index)
    if (known !== undefined) return known
    const choice = new ChoiceDecoder({
      choice: index,
      context: this.#context,
      ids: this.#ids,
      thinkTags: this.#api.thinkTags === true,
      emit: (event) => this.#events.push(event),
    })
    this.#choices.set(index, choice)
    return choice
  }

  #close(choices: readonly ChoiceDecoder[]): void {
    for (const [position, choice] of choices.entries()) choice.close(position === 0 ? this.#citations : [])
  }

  #finish(choices: readonly ChoiceDecoder[]): void {
    this.#isOver = true
    const finishes = choices.map((choice) => choice.finish()).filter((finish) => finish !== null)
    if (finishes.length === choices.length) this.#events.push(...finishes)
    else this.#fail('provider_error', 'The provider broke off the answer.')
  }

  #failWith(holder: JsonObject): void {
    const reported = objectOf(holder.usage)
    const usage = reported === null ? null : readUsage(reported)
    if (usage !== null) this.#events.push({ type: 'usage', usage })
    const { code, message, providerCode } = classifyInStream(holder, this.#api)
    this.#fail(code, message, providerCode)
  }

  #fail(code: ErrorCode, message: string, providerCode: string | null = null): void {
    this.#isOver = true
    this.#events.push({ type: 'error', code, message, ...(providerCode === null ? {} : { providerCode }) })
  }

  #taken(): readonly ChatEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }
}

function hasError(chunk: JsonObject): boolean {
  if (isJsonObject(chunk.error) || textOf(chunk.error) !== '') return true
  // MiniMax reports its own status in every answer.
  const status = objectOf(chunk.base_resp)?.status_code
  return typeof status === 'number' && status !== 0
}

/** Perplexity and xAI list the sources of the whole answer beside it, again on each chunk. */
function readSources(chunk: JsonObject): readonly Citation[] | null {
  const urls = Array.isArray(chunk.citations) ? chunk.citations.filter(isUrl) : []
  if (urls.length === 0) return null
  const results = objectsOf(chunk.search_results)
  return urls.map((url) => {
    const title = textOf(results.find((result) => result.url === url)?.title)
    return { url, ...(title === '' ? {} : { title }) }
  })
}

function isUrl(value: JsonValue): value is string {
  return typeof value === 'string'
}
