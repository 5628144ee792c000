import type { RenderContext, StreamRenderer } from '../../core/dialect.ts'
import { GatewayError } from '../../core/error.ts'
import type { ChatEvent, FinishEvent, PartEndEvent } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Usage } from '../../core/usage.ts'
import { sseFrame } from '../../wire/sse.ts'
import { ItemWriter } from './item-writer.ts'
import { itemContext } from './render-completion.ts'
import { errorEvent } from './render-error.ts'
import type { ItemContext } from './render-items.ts'
import { BEGUN, endOf, type Progress, type ResponseEvent, responseObject } from './response-object.ts'

/**
 * https://platform.openai.com/docs/api-reference/responses-streaming: created, in_progress, then of every item its
 * beginning, its pieces and its end, and at last the whole response once more. Each event has a number, one above that
 * of the event before.
 */
export class ResponsesRenderer implements StreamRenderer {
  readonly #context: RenderContext
  readonly #items: ItemContext
  /** By part, in order of their start. */
  readonly #writers = new Map<number, ItemWriter>()
  readonly #output: JsonObject[] = []
  #sequence = 0
  #isBegun = false
  #model = ''
  #usage: Usage | null = null

  constructor(context: RenderContext) {
    this.#context = context
    this.#items = itemContext(context)
  }

  push(event: ChatEvent): string {
    switch (event.type) {
      case 'start':
        this.#model = event.model
        return this.#opening()
      case 'part-start':
        if (event.choice === 0)
          this.#writers.set(event.index, new ItemWriter(event, this.#items, this.#place))
        return ''
      case 'part-delta':
        return this.#frames(this.#writer(event)?.delta(event.text) ?? [])
      case 'part-data':
        return this.#frames(this.#writer(event)?.data(event.data) ?? [])
      case 'part-end':
        return this.#partEnd(event)
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'ping':
        return ': ping\n\n'
      case 'finish':
        return event.choice === 0 ? this.#finish(event) : ''
      case 'error': {
        const details = event.providerCode === undefined ? {} : { providerCode: event.providerCode }
        const error = new GatewayError(event.code, event.message, details)
        return this.#frames([errorEvent(error, this.#context.exchangeId)])
      }
    }
  }

  #opening(): string {
    if (this.#isBegun) return ''
    this.#isBegun = true
    const response = this.#response(BEGUN)
    return this.#frames([
      { type: 'response.created', response },
      { type: 'response.in_progress', response },
    ])
  }

  /** Keeps the place of an item in the output from when it begins. */
  readonly #place = (): number => this.#output.push({}) - 1

  #partEnd(event: PartEndEvent): string {
    const writer = this.#writer(event)
    if (writer === undefined) return ''
    this.#writers.delete(event.index)
    const events = writer.end()
    for (const { type, output_index: place, item } of events) {
      // Both are what `ItemWriter` has put there.
      if (type === 'response.output_item.done') this.#output[place as number] = item as JsonObject
    }
    return this.#frames(events)
  }

  #finish({ reason }: FinishEvent): string {
    const end = endOf(reason)
    const type = `response.${end.status}`
    const progress: Progress = { ...BEGUN, ...end, output: this.#output, usage: this.#usage }
    return this.#opening() + this.#frames([{ type, response: this.#response(progress) }])
  }

  #response(progress: Progress): JsonObject {
    return responseObject({ ...progress, model: this.#model }, this.#context)
  }

  #writer(event: { readonly choice: number; readonly index: number }): ItemWriter | undefined {
    return event.choice === 0 ? this.#writers.get(event.index) : undefined
  }

  #frames(events: readonly ResponseEvent[]): string {
    let text = ''
    for (const { type, ...rest } of events) {
      text += sseFrame(JSON.stringify({ type, sequence_number: this.#sequence++, ...rest }), type)
    }
    return text
  }
}
