import type { PartData, PartStartEvent } from '../../core/event.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Citation, MediaPart, Part, Proof } from '../../core/request.ts'
import { renderAnnotation } from '../../wire/openai-responses.ts'
import {
  callItem,
  callPrefix,
  type ItemContext,
  message,
  outputText,
  renderPart,
  thoughts,
} from './render-items.ts'
import type { ResponseEvent } from './response-object.ts'

type Kind = 'text' | 'refusal' | 'call' | 'input' | 'summary' | 'thought' | 'whole'

/** The names of the events by which the pieces of each kind come, and of the field that the whole of it stands in. */
const EVENTS = {
  text: { name: 'output_text', field: 'text' },
  refusal: { name: 'refusal', field: 'refusal' },
  call: { name: 'function_call_arguments', field: 'arguments' },
  input: { name: 'custom_tool_call_input', field: 'input' },
  summary: { name: 'reasoning_summary_text', field: 'text' },
  thought: { name: 'reasoning_text', field: 'text' },
} as const satisfies Record<Exclude<Kind, 'whole'>, unknown>

/**
 * Writes one part of an answer as the events of an output item. An item begins with its first piece, so that a part
 * that comes to nothing leaves no trace; a call begins at once, since its name is the news.
 */
export class ItemWriter {
  readonly #start: PartStartEvent
  readonly #context: ItemContext
  readonly #takePlace: () => number
  readonly #kind: Kind
  #place: number | null = null
  #id = ''
  #text = ''
  #proof: Proof | undefined
  readonly #citations: Citation[] = []
  readonly #logprobs: JsonValue[] = []
  #media: Pick<MediaPart, 'source' | 'mediaType'> | null = null
  #opaque: Part | null = null

  constructor(start: PartStartEvent, context: ItemContext, takePlace: () => number) {
    this.#start = start
    this.#context = context
    this.#takePlace = takePlace
    this.#kind = kindOf(start, context)
  }

  delta(text: string): ResponseEvent[] {
    this.#text += text
    const kind = this.#kind
    if (kind === 'whole') return []
    const opening = this.#open()
    const logprobs = kind === 'text' ? { logprobs: [] } : {}
    return [
      ...opening,
      { type: `response.${EVENTS[kind].name}.delta`, ...this.#where(), delta: text, ...logprobs },
    ]
  }

  data(data: PartData): ResponseEvent[] {
    switch (data.type) {
      case 'citation':
        return this.#cite(data.citation)
      case 'proof':
        this.#proof = data.proof
        return []
      case 'logprobs':
        this.#logprobs.push(...data.content)
        return []
      case 'bytes': {
        const before = this.#media?.source.type === 'base64' ? this.#media.source.data : ''
        this.#media = { source: { type: 'base64', data: before + data.base64 }, mediaType: data.mediaType }
        return []
      }
      case 'url':
        this.#media = { source: { type: 'url', url: data.url } }
        return []
      case 'opaque':
        this.#opaque = { type: 'opaque', owner: data.owner, value: data.value }
        return []
    }
  }

  end(): ResponseEvent[] {
    const opening = this.#kind === 'call' || this.#kind === 'input' ? this.#open() : []
    const closing = this.#close()
    const part = this.#part()
    const isOpen = this.#place !== null
    const id = isOpen ? this.#id : null
    const items = part === null ? [] : renderPart(part, this.#context, id, this.#logprobs)
    const done = items.flatMap((item, index) => this.#done(item, isOpen && index === 0))
    return [...opening, ...closing, ...done]
  }

  /** What has not begun yet begins and ends here. */
  #done(item: JsonObject, hasBegun: boolean): ResponseEvent[] {
    const place = hasBegun && this.#place !== null ? this.#place : this.#takePlace()
    const done = { type: 'response.output_item.done', output_index: place, item }
    return hasBegun ? [done] : [{ type: 'response.output_item.added', output_index: place, item }, done]
  }

  #open(): ResponseEvent[] {
    if (this.#place !== null) return []
    this.#place = this.#takePlace()
    const { id, item } = this.#begun()
    this.#id = id
    const added = { type: 'response.output_item.added', output_index: this.#place, item }
    const part = emptyPart(this.#kind)
    if (part === null) return [added]
    const of = this.#kind === 'summary' ? 'reasoning_summary_part' : 'content_part'
    return [added, { type: `response.${of}.added`, ...this.#where(), part }]
  }

  #begun(): { readonly id: string; readonly item: JsonObject } {
    const { newId } = this.#context
    const { name = '', id: callId = '', custom } = this.#start
    switch (this.#kind) {
      case 'call':
      case 'input': {
        const isCustom = custom === true
        const id = newId(callPrefix({ custom: isCustom }))
        return { id, item: callItem(id, { id: callId, name, custom: isCustom, text: '' }, 'in_progress') }
      }
      case 'summary':
      case 'thought': {
        const id = newId('rs')
        return { id, item: thoughts(id, '', false) }
      }
      case 'text':
      case 'refusal':
      case 'whole': {
        const id = newId('msg')
        return { id, item: message(id, null, 'in_progress') }
      }
    }
  }

  #close(): ResponseEvent[] {
    const kind = this.#kind
    if (this.#place === null || kind === 'whole') return []
    const { name, field } = EVENTS[kind]
    const whole = this.#wholeText()
    const named = kind === 'call' ? { name: this.#start.name ?? '' } : {}
    const logprobs = kind === 'text' ? { logprobs: this.#logprobs } : {}
    const done = { type: `response.${name}.done`, ...this.#where(), ...named, [field]: whole, ...logprobs }
    const part = this.#wholePart(whole)
    if (part === null) return [done]
    const of = kind === 'summary' ? 'reasoning_summary_part' : 'content_part'
    return [done, { type: `response.${of}.done`, ...this.#where(), part }]
  }

  #cite(citation: Citation): ResponseEvent[] {
    const annotation = renderAnnotation(citation)
    if (annotation === null || this.#kind !== 'text') return []
    const opening = this.#open()
    const index = this.#citations.push(citation) - 1
    const where = this.#where()
    return [
      ...opening,
      { type: 'response.output_text.annotation.added', ...where, annotation_index: index, annotation },
    ]
  }

  #where(): JsonObject {
    const where = { item_id: this.#id, output_index: this.#place }
    switch (this.#kind) {
      case 'text':
      case 'refusal':
      case 'thought':
        return { ...where, content_index: 0 }
      case 'summary':
        return { ...where, summary_index: 0 }
      case 'call':
      case 'input':
      case 'whole':
        return where
    }
  }

  /** A call without arguments still has to be JSON. */
  #wholeText(): string {
    return this.#kind === 'call' && this.#text === '' ? '{}' : this.#text
  }

  #wholePart(text: string): JsonObject | null {
    switch (this.#kind) {
      case 'text': {
        const annotations = this.#citations.map(renderAnnotation).filter((each) => each !== null)
        return outputText(text, annotations, this.#logprobs)
      }
      case 'refusal':
        return { type: 'refusal', refusal: text }
      case 'summary':
        return { type: 'summary_text', text }
      case 'thought':
        return { type: 'reasoning_text', text }
      case 'call':
      case 'input':
      case 'whole':
        return null
    }
  }

  #part(): Part | null {
    const { part, id = '', name = '', custom, redacted, summary } = this.#start
    const signed = this.#proof === undefined ? {} : { proof: this.#proof }
    const text = this.#wholeText()
    switch (part) {
      case 'text':
        return { type: 'text', text, citations: this.#citations, ...signed }
      case 'refusal':
        return { type: 'refusal', text }
      case 'reasoning': {
        const flags = { ...(redacted === true ? { redacted } : {}), ...(summary === true ? { summary } : {}) }
        return { type: 'reasoning', text, ...flags, ...signed }
      }
      case 'tool-call':
        return {
          type: 'tool-call',
          id,
          name,
          arguments: text,
          ...(custom === true ? { custom } : {}),
          ...signed,
        }
      case 'image':
      case 'audio': {
        const media = this.#media ?? { source: { type: 'base64', data: '' } }
        return { type: part, ...media, ...(text === '' ? {} : { transcript: text }), ...signed }
      }
      case 'opaque':
        return this.#opaque
    }
  }
}

function kindOf({ part, custom, redacted, summary }: PartStartEvent, context: ItemContext): Kind {
  switch (part) {
    case 'text':
    case 'refusal':
      return part
    case 'tool-call':
      return custom === true ? 'input' : 'call'
    case 'reasoning':
      if (redacted === true || context.excludeReasoning) return 'whole'
      return summary === true || context.asksSummary ? 'summary' : 'thought'
    case 'image':
    case 'audio':
    case 'opaque':
      return 'whole'
  }
}

function emptyPart(kind: Kind): JsonObject | null {
  switch (kind) {
    case 'text':
      return outputText('', [], [])
    case 'refusal':
      return { type: 'refusal', refusal: '' }
    case 'summary':
      return { type: 'summary_text', text: '' }
    case 'thought':
      return { type: 'reasoning_text', text: '' }
    case 'call':
    case 'input':
    case 'whole':
      return null
  }
}
