import type { JsonObject } from '../../core/json.ts'
import type { Part, ReasoningPart } from '../../core/request.ts'
import { renderCallProof, renderReasoningDetail } from '../../wire/openai-reasoning.ts'
import type { Encoding } from './encode.ts'

/** Reasoning of earlier turns, in the field where this API takes it back. A proof goes only where it can be read. */
export function encodeEcho(parts: readonly Part[], { api, dropped }: Encoding): JsonObject {
  const reasoning = parts.filter((part) => part.type === 'reasoning')
  if (api.reasoningEcho === 'reasoning_details') {
    const details = encodeDetails(parts)
    return details.length === 0 ? {} : { reasoning_details: details }
  }
  if (reasoning.some(({ proof }) => proof !== undefined)) dropped.add('proof')
  if (parts.some((part) => part.type === 'text' && part.proof !== undefined)) dropped.add('proof')
  const text = textOf(reasoning)
  const field = api.reasoningEcho === undefined ? 'reasoning_content' : api.reasoningEcho
  const isWanted = api.wantsReasoningWithCalls === true && parts.some(({ type }) => type === 'tool-call')
  if (field === 'thinking' || (text === '' && !isWanted)) return {}
  if (field === null) {
    dropped.add('reasoningText')
    return {}
  }
  return { [field]: text }
}

/** Mistral takes it as a chunk of the content: https://docs.mistral.ai/capabilities/reasoning/ */
export function thinkingChunks(parts: readonly Part[], { api }: Encoding): readonly JsonObject[] {
  const text =
    api.reasoningEcho === 'thinking' ? textOf(parts.filter((part) => part.type === 'reasoning')) : ''
  return text === '' ? [] : [{ type: 'thinking', thinking: [{ type: 'text', text }] }]
}

/** OpenRouter passes each proof on to its owner, whoever that is. */
function encodeDetails(parts: readonly Part[]): readonly JsonObject[] {
  const details: JsonObject[] = []
  for (const part of parts) {
    const index = details.length
    if (part.type === 'reasoning') details.push(renderReasoningDetail(index, part))
    else if (part.type === 'text' && part.proof !== undefined)
      details.push(renderReasoningDetail(index, { proof: part.proof }))
    else if (part.type === 'tool-call' && part.proof !== undefined)
      details.push(renderCallProof(index, part.proof, part.id))
  }
  return details
}

function textOf(parts: readonly ReasoningPart[]): string {
  return parts.map(({ text }) => text).join('')
}
