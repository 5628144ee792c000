import type { ChatEvent, PartStartEvent } from '../../core/event.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import { itemProof, PARAGRAPH, readAnnotation } from '../../wire/openai-responses.ts'

export interface ItemSurroundings {
  readonly context: DecodeContext
  nextIndex(): number
  emit(event: ChatEvent): void
}

/** A part of the answer that is open, by what it is within its item. */
interface OpenPart {
  readonly index: number
  text: string
  citations: number
  isEnded: boolean
}

/**
 * One output item. Most are one part; a message is one for each of its contents, and reasoning is one whatever number
 * of paragraphs its summary has. What belongs to a tool that OpenAI runs itself is one part, whole.
 */
export class ItemDecoder {
  readonly #type: string
  readonly #item: JsonObject
  readonly #around: ItemSurroundings
  readonly #parts = new Map<JsonValue, OpenPart>()
  #paragraph: JsonValue = 0
  #isDone = false

  constructor(item: JsonObject, around: ItemSurroundings) {
    this.#item = item
    this.#around = around
    this.#type = textOf(item.type)
    if (this.#type === 'function_call' || this.#type === 'custom_tool_call') this.#part(0, this.#callStart())
  }

  piece(type: string, event: JsonObject): void {
    const content = event.content_index ?? 0
    const text = textOf(event.delta)
    switch (type) {
      case 'response.output_text.delta':
        this.#delta(this.#part(content, { part: 'text' }), text)
        return this.#logprobs(this.#part(content, { part: 'text' }), event.logprobs)
      case 'response.refusal.delta':
        return this.#delta(this.#part(content, { part: 'refusal' }), text)
      case 'response.output_text.annotation.added':
        return this.#cite(this.#part(content, { part: 'text' }), [objectOf(event.annotation) ?? {}])
      case 'response.reasoning_text.delta':
        return this.#thought(text, content, false)
      case 'response.reasoning_summary_text.delta':
        return this.#thought(text, event.summary_index ?? 0, true)
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        return this.#delta(this.#part(0, this.#callStart()), text)
      default:
        return
    }
  }

  /** The item once more, whole: what has not come in pieces is taken from it. */
  done(item: JsonObject): void {
    if (this.#isDone) return
    switch (this.#type) {
      case 'message':
        for (const [index, content] of objectsOf(item.content).entries()) this.#content(index, content)
        break
      case 'reasoning':
        this.#reasoning(item)
        break
      case 'function_call':
      case 'custom_tool_call':
        this.#rest(this.#part(0, this.#callStart()), textOf(item.arguments) || textOf(item.input))
        break
      default:
        this.#data(this.#part(0, { part: 'opaque' }), {
          type: 'opaque',
          owner: 'openai-responses',
          value: item,
        })
    }
    this.close()
  }

  close(): void {
    this.#isDone = true
    for (const part of this.#parts.values()) {
      if (!part.isEnded) this.#around.emit({ type: 'part-end', choice: 0, index: part.index })
      part.isEnded = true
    }
  }

  #content(place: number, content: JsonObject): void {
    const isRefusal = content.type === 'refusal'
    const text = isRefusal ? textOf(content.refusal) : textOf(content.text)
    const known = this.#parts.get(place)
    if (known === undefined && text === '') return
    const part = this.#part(place, { part: isRefusal ? 'refusal' : 'text' })
    const isNew = part.text === ''
    this.#rest(part, text)
    this.#cite(part, objectsOf(content.annotations).slice(part.citations))
    if (isNew) this.#logprobs(part, content.logprobs)
  }

  #reasoning(item: JsonObject): void {
    const proof = itemProof(item)
    if (!this.#parts.has(0)) {
      const content = objectsOf(item.content)
      const shown = content.length > 0 ? content : objectsOf(item.summary)
      for (const [index, { text }] of shown.entries())
        this.#thought(textOf(text), index, content.length === 0)
    }
    if (proof === undefined) return
    this.#data(this.#part(0, { part: 'reasoning' }), { type: 'proof', proof })
  }

  #thought(text: string, paragraph: JsonValue, isSummary: boolean): void {
    const part = this.#part(0, { part: 'reasoning', ...(isSummary ? { summary: true } : {}) })
    if (paragraph !== this.#paragraph && part.text !== '') this.#delta(part, PARAGRAPH)
    this.#paragraph = paragraph
    this.#delta(part, text)
  }

  #callStart(): StartFields {
    const { toolNames, newId } = this.#around.context
    const name = textOf(this.#item.name)
    const id = textOf(this.#item.call_id) || textOf(this.#item.id) || newId('call')
    const isCustom = this.#type === 'custom_tool_call'
    return {
      part: 'tool-call',
      id,
      name: toolNames?.get(name) ?? name,
      ...(isCustom ? { custom: true } : {}),
    }
  }

  #part(place: JsonValue, start: StartFields): OpenPart {
    const known = this.#parts.get(place)
    if (known !== undefined) return known
    const part = { index: this.#around.nextIndex(), text: '', citations: 0, isEnded: false }
    this.#parts.set(place, part)
    this.#around.emit({ type: 'part-start', choice: 0, index: part.index, ...start })
    return part
  }

  #delta(part: OpenPart, text: string): void {
    if (text === '' || part.isEnded) return
    part.text += text
    this.#around.emit({ type: 'part-delta', choice: 0, index: part.index, text })
  }

  #rest(part: OpenPart, whole: string): void {
    if (whole.startsWith(part.text)) this.#delta(part, whole.slice(part.text.length))
  }

  #cite(part: OpenPart, annotations: readonly JsonObject[]): void {
    for (const annotation of annotations) {
      part.citations++
      this.#data(part, { type: 'citation', citation: readAnnotation(annotation) })
    }
  }

  #logprobs(part: OpenPart, value: JsonValue | undefined): void {
    const content = objectsOf(value)
    if (content.length > 0) this.#data(part, { type: 'logprobs', content })
  }

  #data(part: OpenPart, data: Extract<ChatEvent, { type: 'part-data' }>['data']): void {
    if (!part.isEnded) this.#around.emit({ type: 'part-data', choice: 0, index: part.index, data })
  }
}

type StartFields = Omit<PartStartEvent, 'type' | 'choice' | 'index'>
