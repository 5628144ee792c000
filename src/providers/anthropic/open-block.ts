import type { ChatEvent, PartData, PartStartEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import { readCitation } from '../../wire/anthropic-citations.ts'
import { proofOf } from '../../wire/anthropic-proof.ts'

/**
 * One content block as it arrives, as the part it is in canonical events. A block may come whole at its start, by
 * deltas, or as both. What is not known here is gathered whole and becomes an opaque part.
 */
export class OpenBlock {
  readonly #index: number
  #block: JsonObject
  /** Text of `input_json_delta`s so far. */
  #input = ''

  constructor(index: number, block: JsonObject) {
    this.#index = index
    this.#block = block
  }

  /** `id` is for a tool call whose own is missing or taken. */
  start(context: DecodeContext, id: string): ChatEvent[] {
    const block = this.#block
    switch (block.type) {
      case 'text': {
        const citations = objects(block.citations).map((citation) => this.#data(citationData(citation)))
        return [this.#start('text'), ...this.#text(block.text), ...citations]
      }
      case 'thinking':
        return [this.#start('reasoning'), ...this.#text(block.thinking), ...this.#proof(block.signature)]
      case 'redacted_thinking':
        return [this.#start('reasoning', { redacted: true }), ...this.#proof(block.data)]
      case 'tool_use': {
        const { type: _, id: __, name: sent, input: ___, ...rest } = block
        const name = typeof sent === 'string' ? sent : ''
        const extras = Object.keys(rest).length === 0 ? {} : { extras: { 'anthropic-messages': rest } }
        return [this.#start('tool-call', { id, name: context.toolNames?.get(name) ?? name, ...extras })]
      }
      default:
        return [this.#start('opaque')]
    }
  }

  delta(delta: JsonObject): ChatEvent[] {
    switch (this.#block.type) {
      case 'text':
        if (isJsonObject(delta.citation)) return [this.#data(citationData(delta.citation))]
        return this.#text(delta.text)
      case 'thinking':
        return delta.type === 'signature_delta' ? this.#proof(delta.signature) : this.#text(delta.thinking)
      case 'redacted_thinking':
        return []
      case 'tool_use':
        this.#gather(delta)
        return this.#text(delta.partial_json)
      default:
        this.#gather(delta)
        return []
    }
  }

  end(): ChatEvent[] {
    const end: ChatEvent = { type: 'part-end', choice: 0, index: this.#index }
    if (this.#block.type === 'tool_use') {
      const whole = this.#input === '' ? this.#text(JSON.stringify(this.#block.input ?? {})) : []
      return [...whole, end]
    }
    return isKnown(this.#block.type) ? [end] : [this.#data(this.#opaque()), end]
  }

  /** The end of a part that was cut off: nothing is made up for what did not come. */
  abandon(): ChatEvent {
    return { type: 'part-end', choice: 0, index: this.#index }
  }

  /** Text grows, any other value is replaced: so `compaction_delta` and whatever comes next find their field. */
  #gather(delta: JsonObject): void {
    const { type: _, partial_json, ...fields } = delta
    if (typeof partial_json === 'string') this.#input += partial_json
    for (const [name, value] of Object.entries(fields)) {
      const before = this.#block[name]
      const joined = typeof before === 'string' && typeof value === 'string' ? before + value : value
      this.#block = { ...this.#block, [name]: joined }
    }
  }

  #opaque(): PartData {
    const input = this.#input === '' ? {} : { input: parseJsonObject(this.#input) ?? this.#input }
    return { type: 'opaque', owner: 'anthropic-messages', value: { ...this.#block, ...input } }
  }

  #start(part: PartStartEvent['part'], fields: Partial<PartStartEvent> = {}): ChatEvent {
    return { type: 'part-start', choice: 0, index: this.#index, part, ...fields }
  }

  #text(text: JsonValue | undefined): ChatEvent[] {
    if (typeof text !== 'string' || text === '') return []
    return [{ type: 'part-delta', choice: 0, index: this.#index, text }]
  }

  #proof(signature: JsonValue | undefined): ChatEvent[] {
    const proof = typeof signature === 'string' ? proofOf(signature) : undefined
    return proof === undefined ? [] : [this.#data({ type: 'proof', proof })]
  }

  #data(data: PartData): ChatEvent {
    return { type: 'part-data', choice: 0, index: this.#index, data }
  }
}

function citationData(citation: JsonObject): PartData {
  return { type: 'citation', citation: readCitation(citation) }
}

function isKnown(type: JsonValue | undefined): boolean {
  return type === 'text' || type === 'thinking' || type === 'redacted_thinking' || type === 'tool_use'
}

function objects(list: JsonValue | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}
