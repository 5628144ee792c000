import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Proof } from '../../core/request.ts'
import { objectsOf, textOf } from '../../wire/openai-chat.ts'
import { type ReasoningDetail, readReasoningDetail, signsText } from '../../wire/openai-reasoning.ts'

export interface ReasoningPiece {
  /** `redacted`: a part of its own, all proof. `text` and `call`: the proof is Gemini's, and signs that part. */
  readonly of: 'reasoning' | 'redacted' | 'text' | 'call'
  readonly text: string
  readonly proof: Proof | null
  readonly callId: string
  readonly index: JsonValue | undefined
}

/**
 * The reasoning in one delta or message. The same text may stand in `reasoning_details`, `reasoning` and
 * `reasoning_content` at once, and counts once.
 */
export function readReasoning(message: JsonObject): readonly ReasoningPiece[] {
  const details = objectsOf(message.reasoning_details)
  const pieces = details.map(readReasoningDetail).filter(saysSomething).map(pieceOf)
  if (pieces.some(({ text }) => text !== '')) return pieces
  const text =
    textOf(message.reasoning) === '' ? textOf(message.reasoning_content) : textOf(message.reasoning)
  if (text === '') return pieces
  return [{ of: 'reasoning', text, proof: null, callId: '', index: undefined }, ...pieces]
}

function pieceOf(detail: ReasoningDetail): ReasoningPiece {
  const { text, proof, id, index } = detail
  const isOfCall = proof?.owner === 'gemini' && detail.isRedacted && id !== ''
  const of = isOfCall ? 'call' : signsText(detail) ? 'text' : detail.isRedacted ? 'redacted' : 'reasoning'
  return { of, text, proof, callId: id, index }
}

function saysSomething({ text, proof }: ReasoningDetail): boolean {
  return text !== '' || proof !== null
}
