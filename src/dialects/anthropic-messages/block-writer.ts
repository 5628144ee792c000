import type { PartDataEvent, PartDeltaEvent, PartEndEvent, PartStartEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { MediaPart, Proof } from '../../core/request.ts'
import { writeCitation } from '../../wire/anthropic-citations.ts'
import { signatureOf } from '../../wire/anthropic-proof.ts'
import {
  redactedThinking,
  renderMedia,
  renderOpaque,
  sealedForCall,
  sealedForPrevious,
  signedEmptyText,
  toolUseStart,
} from './render-blocks.ts'

type BlockEvent = JsonObject & { readonly type: string }

/** Writes parts, one after another, as the events of content blocks. */
export class BlockWriter {
  readonly #excludeReasoning: boolean
  #blocks = 0
  #part: PartStartEvent | null = null
  #isOpen = false
  #proof: Proof | undefined
  #media: Pick<MediaPart, 'source' | 'mediaType'> | null = null
  #transcript = ''
  #opaque: JsonObject | null = null

  constructor(excludeReasoning: boolean) {
    this.#excludeReasoning = excludeReasoning
  }

  push(event: PartStartEvent | PartDeltaEvent | PartDataEvent | PartEndEvent): BlockEvent[] {
    switch (event.type) {
      case 'part-start':
        return this.#onStart(event)
      case 'part-delta':
        return this.#onDelta(event.text)
      case 'part-data':
        return this.#onData(event.data)
      case 'part-end':
        return this.#onEnd()
    }
  }

  #onStart(start: PartStartEvent): BlockEvent[] {
    this.#part = start
    this.#proof = undefined
    this.#media = null
    this.#transcript = ''
    this.#opaque = null
    switch (start.part) {
      case 'tool-call':
        return [this.#open(toolUseStart({ ...start, id: start.id ?? '', name: start.name ?? '' }))]
      case 'reasoning':
        return start.redacted === true || this.#excludeReasoning ? [] : [this.#open(EMPTY_THINKING)]
      case 'text':
      case 'refusal':
      case 'image':
      case 'audio':
      case 'opaque':
        return [] // Opened when there is something to say.
    }
  }

  #onDelta(text: string): BlockEvent[] {
    switch (this.#part?.part) {
      case 'text':
      case 'refusal':
        return [...this.#openText(), this.#delta({ type: 'text_delta', text })]
      case 'tool-call':
        return [this.#delta({ type: 'input_json_delta', partial_json: text })]
      case 'reasoning':
        return this.#isOpen && !this.#excludeReasoning
          ? [this.#delta({ type: 'thinking_delta', thinking: text })]
          : []
      default:
        this.#transcript += text
        return []
    }
  }

  #onData(data: PartDataEvent['data']): BlockEvent[] {
    switch (data.type) {
      case 'citation': {
        const citation = this.#part?.part === 'text' ? writeCitation(data.citation) : null
        return citation === null
          ? []
          : [...this.#openText(), this.#delta({ type: 'citations_delta', citation })]
      }
      case 'proof':
        this.#proof = data.proof
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
        this.#opaque = renderOpaque(data.owner, data.value)
        return []
      case 'logprobs':
        return []
    }
  }

  #onEnd(): BlockEvent[] {
    const part = this.#part
    this.#part = null
    switch (part?.part) {
      case 'text':
        if (!this.#isOpen && this.#proof !== undefined) return this.#whole([signedEmptyText(this.#proof)])
        return [...this.#openText(), this.#close(), ...this.#whole(sealedForPrevious(this.#proof))]
      case 'tool-call':
        return [this.#close(), ...this.#whole(sealedForCall(part.id ?? '', this.#proof))]
      case 'reasoning':
        return part.redacted === true ? this.#redacted() : this.#signed()
      case 'image':
      case 'audio':
        return this.#whole(this.#mediaBlocks(part.part))
      case 'opaque':
        return this.#opaque === null ? [] : this.#whole([this.#opaque])
      case 'refusal':
        return [...this.#openText(), this.#close()]
      case undefined:
        return []
    }
  }

  #openText(): BlockEvent[] {
    return this.#isOpen ? [] : [this.#open({ type: 'text', text: '' })]
  }

  #redacted(): BlockEvent[] {
    return this.#proof === undefined ? [] : this.#whole([redactedThinking(signatureOf(this.#proof))])
  }

  /** The signature is the last delta of a thinking block. Reasoning that is left out still gives its signature. */
  #signed(): BlockEvent[] {
    const signature = signatureOf(this.#proof)
    if (!this.#isOpen && signature === '') return []
    const opening = this.#isOpen ? [] : [this.#open(EMPTY_THINKING)]
    const signing = signature === '' ? [] : [this.#delta({ type: 'signature_delta', signature })]
    return [...opening, ...signing, this.#close()]
  }

  #mediaBlocks(type: 'image' | 'audio'): JsonObject[] {
    const spoken = this.#transcript === '' ? {} : { transcript: this.#transcript }
    const proof = this.#proof === undefined ? {} : { proof: this.#proof }
    const media = this.#media ?? { source: { type: 'base64', data: '' } }
    return renderMedia({ type, ...media, ...spoken, ...proof })
  }

  #whole(blocks: readonly JsonObject[]): BlockEvent[] {
    return blocks.flatMap((block) => {
      const input = streamedInput(block)
      if (input === null) return [this.#open(block), this.#close()]
      const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) }
      return [this.#open({ ...block, input: {} }), this.#delta(delta), this.#close()]
    })
  }

  #open(block: JsonObject): BlockEvent {
    this.#isOpen = true
    return { type: 'content_block_start', index: this.#blocks, content_block: block }
  }

  #delta(delta: JsonObject): BlockEvent {
    return { type: 'content_block_delta', index: this.#blocks, delta }
  }

  #close(): BlockEvent {
    this.#isOpen = false
    return { type: 'content_block_stop', index: this.#blocks++ }
  }
}

const EMPTY_THINKING = { type: 'thinking', thinking: '', signature: '' }

/** Calls of server tools stream their input, as Anthropic does; an empty one needs no delta. */
function streamedInput(block: JsonObject): JsonValue | null {
  const input = block.input
  return isJsonObject(input) && Object.keys(input).length > 0 ? input : null
}
