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
  if (text === '') return {}
  const field = api.reasoningEcho === undefined ? 'reasoning_content' : api.reasoningEcho
  if (field === null) {
    dropped.add('reasoningText')
    return {}
  }
  return { [field]: text }
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
