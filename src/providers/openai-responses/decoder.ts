import type { ErrorCode } from '../../core/error.ts'
import type { ChatEvent, FinishReason } from '../../core/event.ts'
import { type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import { readUsage } from '../../wire/openai-responses.ts'
import { classifyInStream } from '../openai-chat/classify.ts'
import { ItemDecoder } from './item-decoder.ts'

/**
 * https://platform.openai.com/docs/api-reference/responses-streaming to events. A whole response is read as a stream
 * whose items are complete. Events that are not known here change nothing: what they tell of is told again by the item
 * that they belong to, when it is done.
 */
export class ResponsesDecoder implements StreamDecoder {
  readonly #context: DecodeContext
  /** By their place in the output. */
  readonly #items = new Map<JsonValue, ItemDecoder>()
  #events: ChatEvent[] = []
  #parts = 0
  #calls = 0
  #hasRefusal = false
  #hasStarted = false
  #isOver = false

  constructor(context: DecodeContext) {
    this.#context = context
  }

  step(frame: SseFrame): readonly ChatEvent[] {
    if (this.#isOver || frame.data.trim() === '' || frame.data.trim() === '[DONE]') return []
    const event = parseJsonObject(frame.data)
    if (event === null) this.#fail('provider_invalid_reply', 'The provider sent an event that is not JSON.')
    else this.#event(textOf(event.type), event)
    return this.#taken()
  }

  end(): readonly ChatEvent[] {
    if (!this.#isOver) {
      this.#closeItems()
      this.#fail('stream_interrupted', 'The provider ended the stream before the answer was complete.')
    }
    return this.#taken()
  }

  decodeBody(body: JsonObject): readonly ChatEvent[] {
    if (body.object !== 'response' && body.output === undefined) this.#failWith(body)
    else this.#end(body)
    return this.#taken()
  }

  #event(type: string, event: JsonObject): void {
    switch (type) {
      case 'response.created':
      case 'response.in_progress':
      case 'response.queued':
        return this.#start(objectOf(event.response) ?? {})
      case 'response.output_item.added':
        this.#item(event.output_index, objectOf(event.item) ?? {})
        return
      case 'response.output_item.done':
        this.#item(event.output_index, objectOf(event.item) ?? {}).done(objectOf(event.item) ?? {})
        return
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return this.#end(objectOf(event.response) ?? {})
      case 'error':
        return this.#failWith(objectOf(event.error) === null ? { error: event } : event)
      default:
        this.#items.get(event.output_index ?? null)?.piece(type, event)
    }
  }

  #start(response: JsonObject): void {
    if (this.#hasStarted) return
    this.#hasStarted = true
    this.#events.push({ type: 'start', id: textOf(response.id), model: textOf(response.model) })
  }

  #item(place: JsonValue | undefined, item: JsonObject): ItemDecoder {
    this.#start({})
    const known = this.#items.get(place ?? null)
    if (known !== undefined) return known
    if (item.type === 'function_call' || item.type === 'custom_tool_call') this.#calls++
    const decoder = new ItemDecoder(item, {
      context: this.#context,
      nextIndex: () => this.#parts++,
      emit: (event) => {
        if (event.type === 'part-start' && event.part === 'refusal') this.#hasRefusal = true
        this.#events.push(event)
      },
    })
    this.#items.set(place ?? null, decoder)
    return decoder
  }

  /**
   * Where nothing was told of on the way, the items are read from the response at its end. Their places there are not
   * those of the stream: OpenAI leaves numbers out for items that it does not show.
   */
  #end(response: JsonObject): void {
    this.#start(response)
    const missed = this.#items.size === 0 ? objectsOf(response.output) : []
    for (const [place, item] of missed.entries()) this.#item(place, item).done(item)
    this.#closeItems()
    const usage = readUsage(response.usage)
    if (usage !== null) this.#events.push({ type: 'usage', usage })
    const status = textOf(response.status)
    if (status === 'failed' || objectOf(response.error) !== null) return this.#failWith(response)
    if (status === 'cancelled') return this.#fail('provider_error', 'The provider cancelled the answer.')
    this.#isOver = true
    const why = textOf(objectOf(response.incomplete_details)?.reason)
    const raw = status === 'incomplete' ? why || status : status
    this.#events.push({ type: 'finish', choice: 0, reason: this.#reason(status, why), raw })
  }

  #reason(status: string, why: string): FinishReason {
    if (status === 'incomplete') {
      if (why === 'max_output_tokens') return 'length'
      return why === 'content_filter' ? 'content-filter' : 'other'
    }
    if (this.#calls > 0) return 'tool-calls'
    return this.#hasRefusal ? 'refusal' : 'stop'
  }

  #closeItems(): void {
    for (const item of this.#items.values()) item.close()
  }

  #failWith(holder: JsonObject): void {
    this.#closeItems()
    const { code, message, providerCode } = classifyInStream(holder)
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
