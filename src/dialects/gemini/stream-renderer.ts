import { collect, Collector } from '../../core/collect.ts'
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
import { signatureOf } from '../../wire/gemini-proof.ts'
import { writeGeminiUsage } from '../../wire/gemini-usage.ts'
import { sseFrame } from '../../wire/sse.ts'
import { candidateMetadata, ending, identity } from './render-completion.ts'
import { renderStreamError } from './render-error.ts'
import { renderPart } from './render-part.ts'

type PartEvent = PartStartEvent | PartDeltaEvent | PartDataEvent | PartEndEvent

/**
 * `GenerateContentResponse` chunks: https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent
 *
 * Text and thoughts go out as they come. Calls, pictures and opaque parts wait for their end, as Gemini has no pieces
 * of these. What concerns a whole candidate is told in its last chunk, with the usage.
 */
export class GeminiRenderer implements StreamRenderer {
  readonly #context: RenderContext
  /** What has come of each part, from its start on; of a part that waits, all of it. */
  readonly #open = new Map<string, PartEvent[]>()
  readonly #answer = new Collector()
  readonly #finishes: FinishEvent[] = []
  #identity: JsonObject

  constructor(context: RenderContext) {
    this.#context = context
    this.#identity = identity('', '', context)
  }

  push(event: ChatEvent): string {
    // What is only passed on need not be kept.
    if (event.type !== 'part-data' || event.data.type !== 'bytes') this.#answer.push(event)
    switch (event.type) {
      case 'start':
        this.#identity = identity(event.id, event.model, this.#context)
        return ''
      case 'part-start':
        this.#open.set(keyOf(event), [event])
        return ''
      case 'part-delta':
      case 'part-data':
        return this.#piece(event)
      case 'part-end':
        return this.#end(event)
      case 'finish':
        return this.#finish(event)
      case 'error':
        return this.#error(event.code, event.message, event.providerCode)
      case 'usage':
      // Google's client for Python takes a comment for broken JSON.
      case 'ping':
        return ''
    }
  }

  #piece(event: PartDeltaEvent | PartDataEvent): string {
    const open = this.#open.get(keyOf(event))
    const start = open?.[0]
    if (open === undefined || start?.type !== 'part-start') return ''
    if (waits(start)) {
      open.push(event)
      return ''
    }
    const part = event.type === 'part-delta' ? this.#text(start, event.text) : this.#data(start, event.data)
    return part === null ? '' : this.#chunk(event.choice, part)
  }

  #text({ part }: PartStartEvent, text: string): JsonObject | null {
    if (part === 'audio') return null // What is said is to be heard.
    if (part !== 'reasoning') return { text }
    return this.#context.excludeReasoning ? null : { text, thought: true }
  }

  #data({ part, redacted }: PartStartEvent, data: PartDataEvent['data']): JsonObject | null {
    if (data.type === 'bytes') return { inlineData: { mimeType: data.mediaType, data: data.base64 } }
    if (data.type !== 'proof') return null
    const thought = part === 'reasoning' ? { thought: true } : {}
    return { text: '', ...thought, thoughtSignature: signatureOf(data.proof, redacted) }
  }

  #end(event: PartEndEvent): string {
    const events = this.#open.get(keyOf(event)) ?? []
    this.#open.delete(keyOf(event))
    const [start] = events
    if (start?.type !== 'part-start' || !waits(start)) return ''
    const part = collect(events).choices.at(-1)?.parts[0]
    const rendered = part === undefined ? [] : renderPart(part, this.#context.excludeReasoning)
    return rendered.map((each) => this.#chunk(event.choice, each)).join('')
  }

  #finish(event: FinishEvent): string {
    this.#finishes.push(event)
    if (this.#finishes.length < this.#context.choices) return ''
    const { choices, usage } = this.#answer.completion()
    const candidates = this.#finishes.map((finish) => {
      const choice = choices[finish.choice]
      return {
        content: { parts: [{ text: '' }], role: 'model' },
        ...ending(finish),
        index: finish.choice,
        ...candidateMetadata(choice?.parts ?? [], choice?.logprobs ?? null),
      }
    })
    const usageMetadata = usage === null ? {} : { usageMetadata: writeGeminiUsage(usage) }
    return sseFrame(JSON.stringify({ candidates, ...usageMetadata, ...this.#identity }))
  }

  #error(code: GatewayError['code'], message: string, providerCode: string | undefined): string {
    const details = providerCode === undefined ? {} : { providerCode }
    return renderStreamError(new GatewayError(code, message, details), this.#context.exchangeId)
  }

  #chunk(index: number, part: JsonObject): string {
    const candidates = [{ content: { parts: [part], role: 'model' }, index }]
    return sseFrame(JSON.stringify({ candidates, ...this.#identity }))
  }
}

function waits({ part }: PartStartEvent): boolean {
  return part === 'tool-call' || part === 'image' || part === 'opaque'
}

function keyOf({ choice, index }: PartEvent): string {
  return `${choice} ${index}`
}
