import type { Part, Proof, ReasoningPart } from '../../core/request.ts'
import { objectsOf, readThoughtSignature, textOf } from '../../wire/openai-chat.ts'
import { type ReasoningDetail, readReasoningDetail, signsText } from '../../wire/openai-reasoning.ts'
import type { Fields } from './fields.ts'

/** The reasoning that a client sends back with an assistant message, in whichever field it keeps it. */
export interface EchoedReasoning {
  readonly parts: readonly ReasoningPart[]
  /** Of Gemini, for the message's text. */
  readonly textProof: Proof | undefined
  /** Of Gemini, by the id of the call that each belongs to. */
  readonly callProofs: ReadonlyMap<string, Proof>
}

/**
 * `reasoning_details` is the fullest: it alone holds proofs. `reasoning` (OpenRouter, Groq) and `reasoning_content`
 * (DeepSeek) hold the same text, which counts once. `thinking_blocks` and `reasoning_signature` are LiteLLM's and
 * agentgateway's ways to bring Anthropic's proofs back.
 */
export function parseEchoedReasoning(message: Fields): EchoedReasoning {
  const details = merged(objectsOf(message.array('reasoning_details')).map(readReasoningDetail))
  const text = message.string('reasoning') ?? message.string('reasoning_content') ?? ''
  for (const name of ['reasoning_content', 'extra_content', 'thought_signature']) message.take(name)
  const blocks = objectsOf(message.array('thinking_blocks')).map(readThinkingBlock)
  const signature = message.string('reasoning_signature') ?? ''
  const ofMessage = readThoughtSignature(message.raw)
  const callIds = new Set(message.raw.tool_calls === undefined ? [] : callIdsOf(message))
  const callProofs = new Map<string, Proof>()
  let textProof: Proof | undefined = ofMessage === '' ? undefined : { owner: 'gemini', value: ofMessage }
  const parts: ReasoningPart[] = []
  for (const detail of details) {
    const { proof } = detail
    if (proof?.owner === 'gemini' && callIds.has(detail.id)) callProofs.set(detail.id, proof)
    else if (proof !== null && signsText(detail)) textProof = proof
    else if (detail.text !== '' || proof !== null) parts.push(reasoningPart(detail))
  }
  if (parts.length === 0) parts.push(...blocks)
  const isTextThere = parts.some((part) => part.text !== '')
  if (text !== '' && !isTextThere) {
    const proof: Proof | undefined =
      signature === '' ? undefined : { owner: 'anthropic-messages', value: signature }
    parts.unshift({ type: 'reasoning', text, ...(proof === undefined ? {} : { proof }) })
  }
  return { parts, textProof, callProofs }
}

/** Puts Gemini's proofs on the parts they sign, where those do not carry them already. */
export function attachProofs(parts: readonly Part[], echo: EchoedReasoning): readonly Part[] {
  const isTextThere = parts.some((part) => part.type === 'text')
  let textProof = echo.textProof
  const signed = parts.map((part): Part => {
    if (part.type === 'tool-call') {
      const proof = part.proof ?? echo.callProofs.get(part.id) ?? (isTextThere ? undefined : textProof)
      if (proof === textProof) textProof = undefined
      return proof === undefined ? part : { ...part, proof }
    }
    if (part.type !== 'text' || textProof === undefined) return part
    const proof = textProof
    textProof = undefined
    return { ...part, proof }
  })
  // An answer of no text can be signed all the same.
  return textProof === undefined ? signed : [...signed, { type: 'text', text: '', proof: textProof }]
}

/** Clients that keep a stream's pieces as they came send many entries of one index: they are one. */
function merged(details: readonly ReasoningDetail[]): readonly ReasoningDetail[] {
  const whole: ReasoningDetail[] = []
  for (const detail of details) {
    const last = whole.at(-1)
    const continues =
      last !== undefined &&
      detail.index !== undefined &&
      last.index === detail.index &&
      last.isSummary === detail.isSummary &&
      !last.isRedacted &&
      !detail.isRedacted &&
      last.proof === null
    if (continues) whole[whole.length - 1] = { ...detail, text: last.text + detail.text }
    else whole.push(detail)
  }
  return whole
}

function reasoningPart({ text, proof, isRedacted, isSummary }: ReasoningDetail): ReasoningPart {
  return {
    type: 'reasoning',
    text,
    ...(proof === null ? {} : { proof }),
    ...(isRedacted ? { redacted: true } : {}),
    ...(isSummary ? { summary: true } : {}),
  }
}

function readThinkingBlock(block: Readonly<Record<string, unknown>>): ReasoningPart {
  const word = (name: string) => (typeof block[name] === 'string' ? block[name] : '') // Just looked at.
  const value = block.type === 'redacted_thinking' ? word('data') : word('signature')
  return {
    type: 'reasoning',
    text: word('thinking'),
    ...(value === '' ? {} : { proof: { owner: 'anthropic-messages', value } as const }),
    ...(block.type === 'redacted_thinking' ? { redacted: true } : {}),
  }
}

function callIdsOf(message: Fields): readonly string[] {
  return objectsOf(message.raw.tool_calls).map(({ id }) => textOf(id))
}
