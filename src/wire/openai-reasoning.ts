import type { JsonObject, JsonValue } from '../core/json.ts'
import { parseJsonObject } from '../core/json.ts'
import type { Proof, WireFormat } from '../core/request.ts'
import { textOf } from './openai-chat.ts'

/**
 * One entry of OpenRouter's `reasoning_details`, the only slot the chat format has for proofs:
 * https://openrouter.ai/docs/use-cases/reasoning-tokens
 *
 *   reasoning.text       text and its signature
 *   reasoning.summary    a summary
 *   reasoning.encrypted  text withheld; `id` may name the tool call it belongs to
 */
export interface ReasoningDetail {
  readonly text: string
  readonly proof: Proof | null
  readonly isRedacted: boolean
  readonly isSummary: boolean
  readonly id: string
  /** Pieces of one entry share it in a stream. */
  readonly index: JsonValue | undefined
}

const FORMATS: Readonly<Record<string, WireFormat>> = {
  'anthropic-claude-v1': 'anthropic-messages',
  'google-gemini-v1': 'gemini',
}

export function readReasoningDetail(detail: JsonObject): ReasoningDetail {
  const text = textOf(detail.text) + textOf(detail.summary)
  const isRedacted = detail.type === 'reasoning.encrypted'
  const value = isRedacted ? textOf(detail.data) : textOf(detail.signature)
  return {
    text,
    proof: value === '' ? null : proofOf(detail, value),
    isRedacted,
    isSummary: detail.type === 'reasoning.summary',
    id: textOf(detail.id),
    index: detail.index,
  }
}

/** What has only a signature of Gemini's signs the answer's text, not a thought. */
export function signsText(detail: ReasoningDetail): boolean {
  return detail.proof?.owner === 'gemini' && !detail.isRedacted && detail.text === ''
}

/** Both sides of an entry that are known by then: text may come before its proof. */
export function renderReasoningDetail(
  index: number,
  part: { text?: string; proof?: Proof; redacted?: boolean; summary?: boolean },
): JsonObject {
  const { text, proof } = part
  if (proof === undefined) {
    if (part.summary === true) return { type: 'reasoning.summary', summary: text, format: null, index }
    return { type: 'reasoning.text', text, format: null, index }
  }
  const words = text === undefined || text === '' ? {} : { text }
  if (proof.owner === 'openai-chat') return { ...parseJsonObject(proof.value), ...words, index }
  const format = formatOf(proof.owner)
  if (part.redacted === true) return { type: 'reasoning.encrypted', data: proof.value, format, index }
  return { type: 'reasoning.text', ...words, signature: proof.value, format, index }
}

/** A proof that belongs to a tool call, for clients that keep `reasoning_details` but not the call's own fields. */
export function renderCallProof(index: number, proof: Proof, callId: string): JsonObject {
  const format = formatOf(proof.owner)
  return { type: 'reasoning.encrypted', data: proof.value, id: callId, format, index }
}

/** Formats other than these two belong to the upstream that gave them: its whole entry is the proof. */
function proofOf(detail: JsonObject, value: string): Proof {
  const owner = FORMATS[textOf(detail.format)]
  if (owner !== undefined) return { owner, value }
  const { text: _text, index: _index, ...rest } = detail
  return { owner: 'openai-chat', value: JSON.stringify(rest) }
}

function formatOf(owner: WireFormat): string | null {
  const known = Object.entries(FORMATS).find(([, format]) => format === owner)
  return known === undefined ? null : known[0]
}
