import type { JsonObject, JsonValue } from '../../core/json.ts'
import { isJsonObject, parseJsonObject } from '../../core/json.ts'
import type { MediaPart, Part, Proof, ReasoningPart, TextPart } from '../../core/request.ts'
import { renderAnnotation } from '../../wire/openai-responses.ts'
import { type Envelope, seal } from '../../wire/proof-envelope.ts'

export interface ItemContext {
  /** Names the next item that has no name of its own. */
  newId(prefix: string): string
  /** The caller asked for summaries of the reasoning, and so looks for it there. */
  readonly asksSummary: boolean
  readonly excludeReasoning: boolean
}

/** One part of an answer as output items: itself, and an envelope where another provider has signed it. */
export function renderPart(
  part: Part,
  context: ItemContext,
  id: string | null,
  logprobs: readonly JsonValue[] = [],
): JsonObject[] {
  switch (part.type) {
    case 'text':
      return renderText(part, context, id, logprobs)
    case 'refusal':
      return [message(id ?? context.newId('msg'), { type: 'refusal', refusal: part.text })]
    case 'reasoning':
      return renderReasoning(part, context, id)
    case 'tool-call': {
      const call = callItem(id ?? context.newId(callPrefix(part)), { ...part, text: part.arguments })
      return [call, ...sealedFor(part.proof, { kind: 'tool-call', id: part.id }, context)]
    }
    case 'opaque':
      if (part.owner === 'openai-responses' && isJsonObject(part.value)) return [part.value]
      return [sealed({ kind: 'opaque', owner: part.owner, value: part.value }, context)]
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return renderMedia(part, context, id)
    case 'tool-result':
      return [] // Callers give results; an answer has none.
  }
}

export function message(id: string, content: JsonObject | null, status = 'completed'): JsonObject {
  const parts = content === null ? [] : [content]
  return { id, type: 'message', status, role: 'assistant', content: parts }
}

export function outputText(text: string, annotations: readonly JsonObject[], logprobs: readonly JsonValue[]) {
  return { type: 'output_text', text, annotations, logprobs }
}

export function callPrefix({ custom }: { readonly custom?: boolean }): string {
  return custom === true ? 'ctc' : 'fc'
}

export function callItem(
  id: string,
  call: { readonly id: string; readonly name: string; readonly custom?: boolean; readonly text: string },
  status = 'completed',
): JsonObject {
  const head = { call_id: call.id, name: call.name, status }
  return call.custom === true
    ? { id, type: 'custom_tool_call', ...head, input: call.text }
    : { id, type: 'function_call', ...head, arguments: call.text }
}

/** What was thought as it is shown, without what proves it. */
export function thoughts(id: string, text: string, isSummary: boolean): JsonObject {
  if (text === '') return { id, type: 'reasoning', summary: [] }
  return isSummary
    ? { id, type: 'reasoning', summary: [{ type: 'summary_text', text }] }
    : { id, type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text }] }
}

export function annotationsOf({ citations = [] }: Pick<TextPart, 'citations'>): JsonObject[] {
  return citations.map(renderAnnotation).filter((annotation) => annotation !== null)
}

function renderText(
  part: TextPart,
  context: ItemContext,
  id: string | null,
  logprobs: readonly JsonValue[],
): JsonObject[] {
  const { text, proof } = part
  if (text === '' && id === null) return sealedFor(proof, { kind: 'empty-text' }, context)
  const content = outputText(text, annotationsOf(part), logprobs)
  return [message(id ?? context.newId('msg'), content), ...sealedFor(proof, { kind: 'previous' }, context)]
}

/**
 * OpenAI's own reasoning is the item that it was. Of others', the envelope also holds the text: clients may leave that
 * out of what they send back, and the signature is of nothing else.
 */
function renderReasoning(part: ReasoningPart, context: ItemContext, id: string | null): JsonObject[] {
  const { text, proof, redacted } = part
  const own = proof?.owner === 'openai-responses' ? parseJsonObject(proof.value) : null
  if (own !== null) return [id === null ? own : { ...own, id }]
  const shown = context.excludeReasoning ? '' : text
  if (shown === '' && proof === undefined) return []
  const item = thoughts(id ?? context.newId('rs'), shown, context.asksSummary || part.summary === true)
  if (proof === undefined) return [item]
  const more = redacted === true ? { redacted } : {}
  return [{ ...item, encrypted_content: seal({ kind: 'reasoning', proof, text, ...more }) }]
}

/** Pictures are what OpenAI's own tool would have made; of what is spoken there is only the transcript. */
function renderMedia(part: MediaPart, context: ItemContext, id: string | null): JsonObject[] {
  const { source, transcript, proof } = part
  if (part.type === 'image' && source.type === 'base64') {
    const image = {
      id: id ?? context.newId('ig'),
      type: 'image_generation_call',
      status: 'completed',
      result: source.data,
    }
    return [image, ...sealedFor(proof, { kind: 'previous' }, context)]
  }
  const text = transcript ?? (source.type === 'url' ? source.url : '')
  return text === '' ? [] : [message(id ?? context.newId('msg'), outputText(text, [], []))]
}

type Place =
  | { readonly kind: 'previous' | 'empty-text' }
  | { readonly kind: 'tool-call'; readonly id: string }

function sealedFor(proof: Proof | undefined, place: Place, context: ItemContext): JsonObject[] {
  return proof === undefined ? [] : [sealed({ ...place, proof }, context)]
}

function sealed(envelope: Envelope, { newId }: ItemContext): JsonObject {
  return { id: newId('rs'), type: 'reasoning', summary: [], encrypted_content: seal(envelope) }
}
