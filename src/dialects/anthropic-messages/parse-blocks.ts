import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Part, Proof, TextPart, ToolCallPart, ToolResultPart } from '../../core/request.ts'
import { readMark } from '../../wire/anthropic-cache-control.ts'
import { readCitation } from '../../wire/anthropic-citations.ts'
import { proofOf } from '../../wire/anthropic-proof.ts'
import { unseal } from '../../wire/proof-envelope.ts'
import {
  fail,
  isList,
  objectsOf,
  optionalBoolean,
  optionalList,
  optionalString,
  present,
  requiredObject,
  requiredString,
} from './fields.ts'
import { parseMedia } from './parse-media.ts'

/**
 * Content blocks to parts. What is not known here, server tools and their results among it, stays whole and goes back
 * to Anthropic only. Envelopes are opened, and what they carry is put where it belongs.
 */
export function parseBlocks(blocks: readonly JsonValue[], path: string): Part[] {
  const parts: Part[] = []
  for (const { object, path: at } of objectsOf(blocks, path)) {
    const sealed = object.type === 'redacted_thinking' ? requiredString(object, 'data', at) : ''
    const envelope = unseal(sealed)
    if (envelope?.kind === 'opaque') {
      parts.push({ type: 'opaque', owner: envelope.owner, value: envelope.value })
    } else if (envelope?.kind === 'previous') {
      if (parts.at(-1)?.type !== 'tool-call') sign(parts, parts.length - 1, envelope.proof)
    } else if (envelope?.kind === 'empty-text') {
      parts.push({ type: 'text', text: '', proof: envelope.proof })
    } else if (envelope?.kind === 'tool-call') {
      const isCalled = (part: Part) => part.type === 'tool-call' && part.id === envelope.id
      sign(parts, parts.findIndex(isCalled), envelope.proof)
    } else {
      parts.push(parseBlock(object, at))
    }
  }
  return parts
}

/**
 * A client may have left the signed part out, and a proof on another part would be refused: then it is left out
 * too.
 */
function sign(parts: Part[], index: number, proof: Proof): void {
  const part = parts[index]
  const isSignable =
    part?.type === 'text' || part?.type === 'tool-call' || part?.type === 'image' || part?.type === 'audio'
  if (isSignable && part.proof === undefined) parts[index] = { ...part, proof }
}

function parseBlock(block: JsonObject, path: string): Part {
  switch (requiredString(block, 'type', path)) {
    case 'text':
      return parseText(block, path)
    case 'image':
    case 'document':
      return parseMedia(block, path) ?? opaque(block)
    case 'thinking': {
      const text = requiredString(block, 'thinking', path)
      return {
        type: 'reasoning',
        text,
        ...present('proof', proofOf(optionalString(block, 'signature', path) ?? '')),
      }
    }
    case 'redacted_thinking': {
      const proof = proofOf(requiredString(block, 'data', path))
      return { type: 'reasoning', text: '', redacted: true, ...present('proof', proof) }
    }
    case 'tool_use':
      return parseToolUse(block, path)
    case 'tool_result':
      return parseToolResult(block, path)
    default:
      return opaque(block)
  }
}

function opaque(value: JsonObject): Part {
  return { type: 'opaque', owner: 'anthropic-messages', value }
}

function parseText(block: JsonObject, path: string): TextPart {
  const citations = objectsOf(optionalList(block, 'citations', path) ?? [], `${path}.citations`)
  return {
    type: 'text',
    text: requiredString(block, 'text', path),
    ...(citations.length === 0 ? {} : { citations: citations.map(({ object }) => readCitation(object)) }),
    ...present('mark', readMark(block.cache_control)),
  }
}

function parseToolUse(block: JsonObject, path: string): ToolCallPart {
  const { type: _, id: __, name: ___, input: ____, cache_control, ...rest } = block
  return {
    type: 'tool-call',
    id: requiredString(block, 'id', path),
    name: requiredString(block, 'name', path),
    arguments: JSON.stringify(requiredObject(block, 'input', path)),
    ...present('mark', readMark(cache_control)),
    ...(Object.keys(rest).length === 0 ? {} : { extras: { 'anthropic-messages': rest } }),
  }
}

function parseToolResult(block: JsonObject, path: string): ToolResultPart {
  return {
    type: 'tool-result',
    callId: requiredString(block, 'tool_use_id', path),
    parts: parseResultContent(block.content ?? undefined, `${path}.content`),
    isError: optionalBoolean(block, 'is_error', path) ?? false,
    ...present('mark', readMark(block.cache_control)),
  }
}

function parseResultContent(content: JsonValue | undefined, path: string): Part[] {
  if (content === undefined) return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return isList(content) ? parseBlocks(content, path) : fail('', path, 'a string or a list')
}
