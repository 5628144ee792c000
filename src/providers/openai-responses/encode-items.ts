import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { Message, Part, ReasoningPart, TextPart, ToolResultPart } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import { renderAnnotation } from '../../wire/openai-responses.ts'
import { wireName } from '../openai-chat/names.ts'
import type { Encoding } from './encode.ts'
import { encodeContent } from './encode-content.ts'

/** A system text that stands first is what the format calls `instructions`. */
export function encodeItems(encoding: Encoding): {
  readonly instructions: string | undefined
  readonly input: readonly JsonObject[]
} {
  const [first, ...rest] = encoding.request.messages
  const instructions = first === undefined ? undefined : instructionsOf(first)
  const messages = instructions === undefined ? encoding.request.messages : rest
  const customs = customCalls(messages)
  return { instructions, input: messages.flatMap((message) => encodeMessage(message, encoding, customs)) }
}

function instructionsOf({ role, parts, extras }: Message): string | undefined {
  if (role !== 'system' || extras !== undefined) return undefined
  const texts = parts.filter((part) => part.type === 'text' && part.mark === undefined)
  return texts.length === parts.length && texts.length === 1 ? texts.map(textOf).join('') : undefined
}

function encodeMessage(message: Message, encoding: Encoding, customs: ReadonlySet<string>): JsonObject[] {
  const { role, parts, extras } = message
  if (message.name !== undefined) encoding.dropped.add('name')
  switch (role) {
    case 'tool':
      return parts.flatMap((part) =>
        part.type === 'tool-result' ? [encodeResult(part, encoding, customs)] : [],
      )
    case 'assistant':
      return parts.flatMap((part) => encodeSaid(part, encoding))
    case 'user':
    case 'system':
    case 'developer': {
      const content = parts.flatMap((part) => encodeContent(part, encoding))
      return [{ type: 'message', ...extras?.['openai-responses'], role, content }]
    }
  }
}

/** One part of an answer of an earlier turn. */
function encodeSaid(part: Part, encoding: Encoding): JsonObject[] {
  const { dropped } = encoding
  switch (part.type) {
    case 'text':
      noteProof(part, encoding)
      return part.text === '' ? [] : [encodeText(part, encoding)]
    case 'refusal':
      return [said({ type: 'refusal', refusal: part.text })]
    case 'reasoning':
      return encodeReasoning(part, encoding)
    case 'tool-call': {
      noteProof(part, encoding)
      if (part.mark !== undefined) dropped.add('cacheMarks')
      const head = { ...part.extras?.['openai-responses'], call_id: part.id, name: wireName(part.name) }
      return part.custom === true
        ? [{ type: 'custom_tool_call', ...head, input: part.arguments }]
        : [{ type: 'function_call', ...head, arguments: part.arguments }]
    }
    case 'opaque':
      if (part.owner === 'openai-responses' && isJsonObject(part.value)) return [part.value]
      dropped.add(`${part.owner} part`)
      return []
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      if (part.transcript === undefined) dropped.add(part.type)
      return part.transcript === undefined ? [] : [said(outputText(part.transcript))]
    case 'tool-result':
      return []
  }
}

function encodeText(part: TextPart, { dropped }: Encoding): JsonObject {
  const citations = part.citations ?? []
  const annotations = citations.map(renderAnnotation).filter((annotation) => annotation !== null)
  if (annotations.length < citations.length) dropped.add('citations')
  if (part.mark !== undefined) dropped.add('cacheMarks')
  return { ...said(outputText(part.text, annotations)), ...part.extras?.['openai-responses'] }
}

/** Without its id no summary can be tied to what it is of: reasoning that nothing proves is left out. */
function encodeReasoning({ proof, text }: ReasoningPart, { dropped }: Encoding): JsonObject[] {
  const own = proof?.owner === 'openai-responses' ? parseJsonObject(proof.value) : null
  if (own !== null) return [own]
  if (proof !== undefined) dropped.add('proof')
  if (text !== '') dropped.add('reasoningText')
  return []
}

function encodeResult(result: ToolResultPart, encoding: Encoding, customs: ReadonlySet<string>): JsonObject {
  const { callId, parts, isError, mark } = result
  if (isError) encoding.dropped.add('isError')
  if (mark !== undefined) encoding.dropped.add('cacheMarks')
  const isPlain = parts.every((part) => part.type === 'text' && part.mark === undefined)
  const output: JsonValue = isPlain
    ? parts.map(textOf).join('')
    : parts.flatMap((part) => encodeContent(part, encoding))
  const type = customs.has(callId) ? 'custom_tool_call_output' : 'function_call_output'
  return { type, call_id: callId, output }
}

function customCalls(messages: readonly Message[]): ReadonlySet<string> {
  const calls = messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-call'))
  return new Set(calls.filter(({ custom }) => custom === true).map(({ id }) => id))
}

function said(content: JsonObject): JsonObject {
  return { type: 'message', role: 'assistant', content: [content] }
}

function outputText(text: string, annotations: readonly JsonObject[] = []): JsonObject {
  return { type: 'output_text', text, ...(annotations.length === 0 ? {} : defined({ annotations })) }
}

function noteProof({ proof }: Pick<TextPart, 'proof'>, { dropped }: Encoding): void {
  if (proof !== undefined) dropped.add('proof')
}

function textOf(part: Part): string {
  return part.type === 'text' ? part.text : ''
}
