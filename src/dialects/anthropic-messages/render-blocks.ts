import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type {
  Citation,
  MediaPart,
  Part,
  Proof,
  ReasoningPart,
  ToolCallPart,
  WireFormat,
} from '../../core/request.ts'
import { writeCitation } from '../../wire/anthropic-citations.ts'
import { mediaBlock } from '../../wire/anthropic-media.ts'
import { signatureOf } from '../../wire/anthropic-proof.ts'
import { toolInput } from '../../wire/anthropic-tool-input.ts'
import { seal } from '../../wire/proof-envelope.ts'

/** One part of an answer as content blocks: itself, and an envelope where another provider has signed it. */
export function renderPart(part: Part, excludeReasoning: boolean): JsonObject[] {
  switch (part.type) {
    case 'text':
      if (part.text === '' && part.proof !== undefined) return [signedEmptyText(part.proof)]
      return [renderText(part.text, part.citations ?? []), ...sealedForPrevious(part.proof)]
    case 'refusal':
      return [renderText(part.text, [])]
    case 'reasoning':
      return renderReasoning(part, excludeReasoning)
    case 'tool-call': {
      const block = { ...toolUseStart(part), input: toolInput(part.arguments) }
      return [block, ...sealedForCall(part.id, part.proof)]
    }
    case 'opaque':
      return [renderOpaque(part.owner, part.value)]
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return renderMedia(part)
    case 'tool-result':
      return [] // Callers give results; an answer has none.
  }
}

function renderText(text: string, citations: readonly Citation[]): JsonObject {
  const written = citations.map(writeCitation).filter((citation) => citation !== null)
  return { type: 'text', text, ...(written.length === 0 ? {} : { citations: written }) }
}

/** Where the text is not wanted, the signature stays: the next turn needs it. Anthropic's `omitted` does the same. */
function renderReasoning({ text, proof, redacted }: ReasoningPart, exclude: boolean): JsonObject[] {
  if (redacted === true) return proof === undefined ? [] : [redactedThinking(signatureOf(proof))]
  if (exclude && proof === undefined) return []
  return [{ type: 'thinking', thinking: exclude ? '' : text, signature: signatureOf(proof) }]
}

/** Speech is said by what was spoken: an Anthropic answer holds no sound. */
export function renderMedia(part: MediaPart): JsonObject[] {
  const block = part.transcript === undefined ? mediaBlock(part) : renderText(part.transcript, [])
  return block === null ? [] : [block, ...sealedForPrevious(part.proof)]
}

/** A call before its arguments. */
export function toolUseStart(call: Pick<ToolCallPart, 'id' | 'name' | 'extras'>): JsonObject {
  return { type: 'tool_use', id: call.id, name: call.name, input: {}, ...call.extras?.['anthropic-messages'] }
}

export function renderOpaque(owner: WireFormat, value: JsonValue): JsonObject {
  if (owner === 'anthropic-messages' && isJsonObject(value)) return value
  return redactedThinking(seal({ kind: 'opaque', owner, value }))
}

export function sealedForPrevious(proof: Proof | undefined): JsonObject[] {
  return proof === undefined ? [] : [redactedThinking(seal({ kind: 'previous', proof }))]
}

export function signedEmptyText(proof: Proof): JsonObject {
  return redactedThinking(seal({ kind: 'empty-text', proof }))
}

export function sealedForCall(id: string, proof: Proof | undefined): JsonObject[] {
  return proof === undefined ? [] : [redactedThinking(seal({ kind: 'tool-call', id, proof }))]
}

export function redactedThinking(data: string): JsonObject {
  return { type: 'redacted_thinking', data }
}
