import type { RenderContext, StreamRenderer } from '../../core/dialect.ts'
import { GatewayError } from '../../core/error.ts'
import type { ChatEvent, FinishEvent, PartDeltaEvent, PartKind } from '../../core/event.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Usage } from '../../core/usage.ts'
import { renderUsage } from '../../wire/openai-usage.ts'
import { sseFrame } from '../../wire/sse.ts'
import { finishReason } from '../openai-chat/message.ts'
import { renderStreamError } from '../openai-chat/render-error.ts'
import { completionHead, renderLogprobs } from './render-completion.ts'

/** `text_completion` chunks: text as it comes, then the finish reasons, usage where it was asked for, and `[DONE]`. */
export class TextRenderer implements StreamRenderer {
  readonly #context: RenderContext
  readonly #kinds = new Map<string, PartKind>()
  readonly #finishes: FinishEvent[] = []
  /** By choice: how much text has been told with its probabilities. */
  readonly #offsets = new Map<number, number>()
  #head: JsonObject
  #usage: Usage | null = null

  constructor(context: RenderContext) {
    this.#context = context
    this.#head = completionHead('', '', context)
  }

  push(event: ChatEvent): string {
    switch (event.type) {
      case 'start':
        this.#head = completionHead(event.id, event.model, this.#context)
        return ''
      case 'part-start':
        this.#kinds.set(keyOf(event), event.part)
        return ''
      case 'part-delta':
        return this.#delta(event)
      case 'part-data':
        return event.data.type === 'logprobs' ? this.#logprobs(event.choice, event.data.content) : ''
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'ping':
        return ': ping\n\n'
      case 'finish':
        return this.#finish(event)
      case 'error': {
        const details = event.providerCode === undefined ? {} : { providerCode: event.providerCode }
        const error = new GatewayError(event.code, event.message, details)
        return renderStreamError(error, this.#context.exchangeId)
      }
      case 'part-end':
        return ''
    }
  }

  #delta(event: PartDeltaEvent): string {
    switch (this.#kinds.get(keyOf(event))) {
      case 'text':
      case 'refusal':
        return this.#chunk(event.choice, { text: event.text })
      case 'reasoning':
        if (this.#context.excludeReasoning) return ''
        return this.#chunk(event.choice, { text: '', reasoning: event.text })
      default:
        return ''
    }
  }

  #logprobs(choice: number, content: readonly JsonValue[]): string {
    const logprobs = renderLogprobs(content, this.#offsets.get(choice) ?? 0)
    const told = Array.isArray(logprobs.tokens) ? logprobs.tokens.join('').length : 0
    this.#offsets.set(choice, (this.#offsets.get(choice) ?? 0) + told)
    return this.#chunk(choice, { text: '', logprobs })
  }

  #finish(event: FinishEvent): string {
    this.#finishes.push(event)
    if (this.#finishes.length < this.#context.choices) return ''
    const finishes = this.#finishes.map(({ choice, reason }) =>
      this.#chunk(choice, { text: '', finish_reason: finishReason(reason) }),
    )
    const usage = this.#context.includeUsage ? this.#usage : null
    const report = usage === null ? '' : this.#frame({ choices: [], usage: renderUsage(usage) })
    return finishes.join('') + report + sseFrame('[DONE]')
  }

  #chunk(index: number, choice: JsonObject): string {
    return this.#frame({ choices: [{ index, logprobs: null, finish_reason: null, ...choice }] })
  }

  #frame(fields: JsonObject): string {
    return sseFrame(JSON.stringify({ ...this.#head, ...fields }))
  }
}

function keyOf({ choice, index }: { readonly choice: number; readonly index: number }): string {
  return `${choice} ${index}`
}
