import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Citation, Part, ReasoningPart, ToolCallPart, ToolResultPart } from '../../core/request.ts'
import { markFields } from '../../wire/anthropic-cache-control.ts'
import { ownCitation } from '../../wire/anthropic-citations.ts'
import { mediaBlock } from '../../wire/anthropic-media.ts'
import { toolInput } from '../../wire/anthropic-tool-input.ts'
import { callId, type ToolNames } from './tool-names.ts'

/** Parts to content blocks. What Anthropic has no block for is left out and named in `dropped`. */
export class PartEncoder {
  readonly #names: ToolNames
  readonly #dropped: Set<string>

  constructor(names: ToolNames, dropped: Set<string>) {
    this.#names = names
    this.#dropped = dropped
  }

  blocks(parts: readonly Part[]): JsonObject[] {
    return parts.map((part) => this.#block(part)).filter((block) => block !== null)
  }

  #block(part: Part): JsonObject | null {
    switch (part.type) {
      case 'text':
        return textBlock(part.text, { ...citationFields(part.citations ?? []), ...markFields(part.mark) })
      case 'refusal':
        return textBlock(part.text, {})
      case 'image':
      case 'audio':
      case 'video':
      case 'file':
        return mediaBlock(part) ?? this.#drop(part.type) ?? textBlock(part.transcript ?? '', {})
      case 'reasoning':
        return thinkingBlock(part)
      case 'tool-call':
        return this.#toolUse(part)
      case 'tool-result':
        return this.#toolResult(part)
      case 'opaque':
        return part.owner === 'anthropic-messages' && isJsonObject(part.value)
          ? part.value
          : this.#drop('opaque')
    }
  }

  #toolUse(part: ToolCallPart): JsonObject {
    return {
      type: 'tool_use',
      id: callId(part.id),
      name: this.#names.name(part.name),
      input: part.custom === true ? { input: part.arguments } : toolInput(part.arguments),
      ...part.extras?.['anthropic-messages'],
      ...markFields(part.mark),
    }
  }

  #toolResult(part: ToolResultPart): JsonObject {
    const content = this.blocks(part.parts)
    return {
      type: 'tool_result',
      tool_use_id: callId(part.callId),
      ...(content.length === 0 ? {} : { content }),
      ...(part.isError ? { is_error: true } : {}),
      ...markFields(part.mark),
    }
  }

  #drop(name: string): null {
    this.#dropped.add(name)
    return null
  }
}

/** Anthropic refuses empty blocks of text. */
function textBlock(text: string, fields: JsonObject): JsonObject | null {
  return text === '' ? null : { type: 'text', text, ...fields }
}

function citationFields(citations: readonly Citation[]): JsonObject {
  const own = citations.map(ownCitation).filter((citation) => citation !== null)
  return own.length === 0 ? {} : { citations: own }
}

/** Only what Anthropic itself has signed: it verifies every thought. */
function thinkingBlock({ text, proof, redacted }: ReasoningPart): JsonObject | null {
  if (proof?.owner !== 'anthropic-messages') return null
  if (redacted === true) return { type: 'redacted_thinking', data: proof.value }
  return { type: 'thinking', thinking: text, signature: proof.value }
}
