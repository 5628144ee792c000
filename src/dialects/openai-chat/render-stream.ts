import type { RenderContext, StreamRenderer } from '../../core/dialect.ts'
import { GatewayError } from '../../core/error.ts'
import type {
  ChatEvent,
  FinishEvent,
  PartDataEvent,
  PartDeltaEvent,
  PartEndEvent,
  PartStartEvent,
} from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Usage } from '../../core/usage.ts'
import { renderCallProof, renderReasoningDetail } from '../../wire/openai-reasoning.ts'
import { renderUsage } from '../../wire/openai-usage.ts'
import { sseFrame } from '../../wire/sse.ts'
import { annotation, audioHead, finishReason, image, toolCall } from './message.ts'
import { signatureField } from './render-completion.ts'
import { renderStreamError } from './render-error.ts'

interface RenderedPart {
  readonly start: PartStartEvent
  /** The place in `tool_calls` or `reasoning_details`. */
  readonly place: number
  hasText: boolean
}

interface RenderedChoice {
  readonly parts: Map<number, RenderedPart>
  hasRole: boolean
  calls: number
  details: number
}

/**
 * `chat.completion.chunk` frames: https://platform.openai.com/docs/api-reference/chat-streaming/streaming
 *
 * The finish reasons wait for the last choice, so that the order is always: deltas, finish reasons, usage, `[DONE]`.
 */
export class ChatRenderer implements StreamRenderer {
  readonly #context: RenderContext
  readonly #choices = new Map<number, RenderedChoice>()
  readonly #finishes: FinishEvent[] = []
  #head = ''
  #usage: Usage | null = null

  constructor(context: RenderContext) {
    this.#context = context
    this.#setHead('', '')
  }

  push(event: ChatEvent): string {
    switch (event.type) {
      case 'start':
        this.#setHead(event.id, event.model)
        return ''
      case 'part-start':
        return this.#partStart(event)
      case 'part-delta':
        return this.#partDelta(event)
      case 'part-data':
        return this.#partData(event)
      case 'part-end':
        return this.#partEnd(event)
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'ping':
        return ': ping\n\n'
      case 'finish':
        return this.#finish(event)
      case 'error':
        return this.#error(event.code, event.message, event.providerCode)
    }
  }

  #partStart(event: PartStartEvent): string {
    const choice = this.#choice(event.choice)
    const isCall = event.part === 'tool-call'
    const place = isCall ? choice.calls++ : event.part === 'reasoning' ? choice.details++ : 0
    choice.parts.set(event.index, { start: event, place, hasText: false })
    // Once: clients join the strings of each delta.
    if (event.part === 'audio') return this.#delta(event.choice, { audio: this.#audioHead() })
    if (!isCall) return ''
    const call = toolCall(event.id ?? '', event.name ?? '', event.custom === true, '')
    return this.#delta(event.choice, { tool_calls: [{ index: place, ...call }] })
  }

  #partDelta(event: PartDeltaEvent): string {
    const part = this.#part(event)
    if (part === undefined) return ''
    const { text } = event
    part.hasText = true
    switch (part.start.part) {
      case 'text':
        return this.#delta(event.choice, { content: text })
      case 'refusal':
        return this.#delta(event.choice, { refusal: text })
      case 'reasoning':
        if (this.#context.excludeReasoning) return ''
        return this.#delta(event.choice, {
          reasoning: text,
          reasoning_content: text,
          reasoning_details: [renderReasoningDetail(part.place, { text })],
        })
      case 'tool-call':
        return this.#delta(event.choice, { tool_calls: [argumentsDelta(part, text)] })
      case 'audio':
        return this.#delta(event.choice, { audio: { transcript: text } })
      case 'image':
      case 'opaque':
        return ''
    }
  }

  #partData(event: PartDataEvent): string {
    const { data } = event
    if (data.type === 'logprobs') {
      return this.#chunk(event.choice, {}, { content: data.content, refusal: null })
    }
    const part = this.#part(event)
    if (part === undefined) return ''
    switch (data.type) {
      case 'citation':
        return this.#delta(event.choice, { annotations: [annotation(data.citation)] })
      case 'proof':
        return this.#proof(event, part)
      case 'bytes':
        if (part.start.part === 'audio') return this.#delta(event.choice, { audio: { data: data.base64 } })
        return this.#delta(event.choice, {
          images: [image({ type: 'base64', data: data.base64 }, data.mediaType)],
        })
      case 'url':
        return this.#delta(event.choice, { images: [image({ type: 'url', url: data.url }, data.mediaType)] })
      case 'opaque':
        return ''
    }
  }

  #proof(event: PartDataEvent, { start, place }: RenderedPart): string {
    if (event.data.type !== 'proof') return ''
    const { proof } = event.data
    if (start.part === 'reasoning') {
      const redacted = start.redacted === true
      const detail = renderReasoningDetail(place, { proof, redacted })
      return this.#delta(event.choice, { reasoning_details: [detail] })
    }
    const index = this.#choice(event.choice).details++
    if (start.part !== 'tool-call')
      return this.#delta(event.choice, { reasoning_details: [renderReasoningDetail(index, { proof })] })
    return this.#delta(event.choice, {
      tool_calls: [{ index: place, ...signatureField(proof) }],
      reasoning_details: [renderCallProof(index, proof, start.id ?? '')],
    })
  }

  /** A call without arguments still has to be JSON. */
  #partEnd(event: PartEndEvent): string {
    const part = this.#part(event)
    if (part?.start.part !== 'tool-call' || part.hasText || part.start.custom === true) return ''
    return this.#delta(event.choice, { tool_calls: [argumentsDelta(part, '{}')] })
  }

  #finish(event: FinishEvent): string {
    this.#finishes.push(event)
    if (this.#finishes.length < this.#context.choices) return ''
    const finishes = this.#finishes.map(({ choice, reason, raw }) =>
      this.#chunk(choice, {}, null, { finish_reason: finishReason(reason), native_finish_reason: raw }),
    )
    const usage =
      this.#usage === null || !this.#context.includeUsage
        ? ''
        : `${this.#head}[],"usage":${JSON.stringify(renderUsage(this.#usage))}}\n\n`
    return `${finishes.join('')}${usage}${sseFrame('[DONE]')}`
  }

  #error(code: GatewayError['code'], message: string, providerCode: string | undefined): string {
    const details = providerCode === undefined ? {} : { providerCode }
    return renderStreamError(new GatewayError(code, message, details), this.#context.exchangeId)
  }

  #delta(choice: number, delta: JsonObject): string {
    return this.#chunk(choice, delta, null)
  }

  /** The first delta of each choice names the role. */
  #chunk(
    index: number,
    delta: JsonObject,
    logprobs: JsonObject | null,
    finish: JsonObject = { finish_reason: null },
  ): string {
    const choice = this.#choice(index)
    const withRole = choice.hasRole ? delta : { role: 'assistant', ...delta }
    choice.hasRole = true
    return `${this.#head}[${JSON.stringify({ index, delta: withRole, logprobs, ...finish })}]}\n\n`
  }

  #setHead(id: string, model: string): void {
    const { exchangeId, createdMs, requestedModel } = this.#context
    const head = {
      id: id === '' ? `chatcmpl-${exchangeId}` : id,
      object: 'chat.completion.chunk',
      created: Math.floor(createdMs / 1000),
      model: model === '' ? requestedModel : model,
    }
    // Every frame begins so; it is written once.
    this.#head = `data: ${JSON.stringify(head).slice(0, -1)},"choices":`
  }

  #audioHead(): JsonObject {
    return audioHead(this.#context.exchangeId, this.#context.createdMs)
  }

  #part(event: { readonly choice: number; readonly index: number }): RenderedPart | undefined {
    return this.#choice(event.choice).parts.get(event.index)
  }

  #choice(index: number): RenderedChoice {
    const known = this.#choices.get(index)
    if (known !== undefined) return known
    const choice = { parts: new Map(), hasRole: false, calls: 0, details: 0 }
    this.#choices.set(index, choice)
    return choice
  }
}

function argumentsDelta({ start, place }: RenderedPart, text: string): JsonObject {
  return start.custom === true
    ? { index: place, custom: { input: text } }
    : { index: place, function: { arguments: text } }
}
