import type { JsonObject } from '../../core/json.ts'
import type { Message, Part, TextPart, ToolCallPart, ToolResultPart } from '../../core/request.ts'
import { textOf, thoughtSignature } from '../../wire/openai-chat.ts'
import type { Encoding } from './encode.ts'
import { encodePart, markField, noteCitations } from './encode-part.ts'
import { encodeEcho, thinkingChunks } from './encode-echo.ts'
import { wireId, wireName } from './names.ts'

export function encodeMessages(encoding: Encoding): readonly JsonObject[] {
  const encoded: JsonObject[] = []
  let attachments: JsonObject[] = []
  for (const message of encoding.request.messages) {
    // Results of one turn must follow their calls without a gap, so what they could not hold waits for the last.
    if (message.role !== 'tool' && attachments.length > 0) {
      encoded.push({ role: 'user', content: attachments })
      attachments = []
    }
    if (message.role === 'tool') {
      for (const part of message.parts) {
        if (part.type !== 'tool-result') continue
        const result = encodeResult(part, message, encoding)
        encoded.push(result.message)
        attachments.push(...result.attachments)
      }
    } else if (message.role === 'assistant') encoded.push(encodeAssistant(message, encoding))
    else encoded.push(encodePlain(message, encoding))
  }
  if (attachments.length > 0) encoded.push({ role: 'user', content: attachments })
  const mark = encoding.api.prefix?.message
  const last = encoded.at(-1)
  if (mark === undefined || last?.role !== 'assistant') return encoded
  return [...encoded.slice(0, -1), { ...last, ...mark }]
}

function encodePlain(message: Message, encoding: Encoding): JsonObject {
  const isDeveloper = message.role === 'developer' && encoding.api.hasDeveloperRole !== true
  return {
    ...message.extras?.['openai-chat'],
    role: isDeveloper ? 'system' : message.role,
    content: contentOf(message.parts, encoding),
    ...nameField(message, encoding),
  }
}

function nameField({ name }: Message, { api, dropped }: Encoding): JsonObject {
  if (name === undefined) return {}
  if (api.refuses?.includes('name') !== true) return { name }
  dropped.add('name')
  return {}
}

/**
 * A result is text here. Images and files in it follow in a message of the user's, after the last result, each named
 * for its call; that is reported as `toolResultMedia`. An error flag has no place, and is reported as `isError`.
 */
function encodeResult(
  result: ToolResultPart,
  message: Message,
  encoding: Encoding,
): { message: JsonObject; attachments: JsonObject[] } {
  const id = (encoding.api.callId ?? wireId)(result.callId)
  const texts = result.parts.filter((part) => part.type === 'text')
  const others = result.parts.filter((part) => part.type !== 'text')
  const media = others.flatMap((part) => encodePart(part, encoding))
  if (media.length > 0) encoding.dropped.add('toolResultMedia')
  if (result.isError) encoding.dropped.add('isError')
  const marked = texts.length === 0 ? [] : withMark(texts, result)
  const note = { type: 'text', text: `Attached to the result of tool call ${id}:` }
  return {
    message: {
      ...message.extras?.['openai-chat'],
      role: 'tool',
      tool_call_id: id,
      content: contentOf(marked, encoding),
    },
    attachments: media.length === 0 ? [] : [note, ...media],
  }
}

function encodeAssistant(message: Message, encoding: Encoding): JsonObject {
  const texts = message.parts.filter((part) => part.type === 'text' && part.text !== '')
  const calls = message.parts.filter((part) => part.type === 'tool-call')
  const refusals = message.parts.filter((part) => part.type === 'refusal')
  const rest = message.parts.filter(isMediaOrOpaque)
  const said = assistantContent([...texts, ...rest.flatMap(transcribed)], encoding)
  const thoughts = thinkingChunks(message.parts, encoding)
  const content = thoughts.length === 0 ? said : [...thoughts, ...chunksOf(said)]
  return {
    ...message.extras?.['openai-chat'],
    role: 'assistant',
    content,
    ...nameField(message, encoding),
    ...(refusals.length === 0 ? {} : { refusal: refusals.map(({ text }) => text).join('') }),
    ...encodeEcho(message.parts, encoding),
    ...encodeSpoken(rest),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map((call) => encodeCall(call, encoding)) }),
  }
}

function encodeCall(call: ToolCallPart, { api, dropped }: Encoding): JsonObject {
  const name = wireName(call.name)
  const { proof } = call
  const isSigned = proof?.owner === 'gemini' && api.takesThoughtSignatures === true
  if (proof !== undefined && !isSigned && api.reasoningEcho !== 'reasoning_details') dropped.add('proof')
  if (call.mark !== undefined) dropped.add('cacheMarks')
  return {
    id: (api.callId ?? wireId)(call.id),
    ...(call.custom === true
      ? { type: 'custom', custom: { name, input: call.arguments } }
      : { type: 'function', function: { name, arguments: call.arguments } }),
    ...(isSigned ? { extra_content: thoughtSignature(proof.value) } : {}),
  }
}

/** One plain text is a string, which every server takes; more than one, or anything else, is a list of parts. */
function contentOf(parts: readonly Part[], encoding: Encoding): string | readonly JsonObject[] {
  const encoded = parts.flatMap((part) => encodePart(part, encoding))
  const [only, second] = encoded
  if (only === undefined) return ''
  const isPlain = second === undefined && only.type === 'text' && Object.keys(only).length === 2
  return isPlain ? textOf(only.text) : encoded
}

/** The texts of an answer are one text that citations or tool calls had cut. */
function assistantContent(parts: readonly Part[], encoding: Encoding): string | readonly JsonObject[] | null {
  if (parts.length === 0) return null
  noteCitations(parts, encoding)
  const isPlain = parts.every((part) => part.type === 'text' && markField(part, encoding) === undefined)
  if (!isPlain) return parts.flatMap((part) => encodePart(part, encoding))
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

function chunksOf(content: string | readonly JsonObject[] | null): readonly JsonObject[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? [])
}

/** A mark on the whole result stands on its last text. */
function withMark(texts: readonly TextPart[], { mark }: ToolResultPart): readonly TextPart[] {
  const last = texts.at(-1)
  if (mark === undefined || last === undefined) return texts
  return [...texts.slice(0, -1), { ...last, mark: last.mark ?? mark }]
}

function isMediaOrOpaque(part: Part): boolean {
  return !['text', 'tool-call', 'refusal', 'reasoning', 'tool-result'].includes(part.type)
}

/** What was spoken is at least sent as text, where its id is not OpenAI's. */
function transcribed(part: Part): Part[] {
  if (part.type !== 'audio' || isKeptAudio(part)) return part.type === 'audio' ? [] : [part]
  return part.transcript === undefined ? [part] : [{ type: 'text', text: part.transcript }]
}

function encodeSpoken(parts: readonly Part[]): JsonObject {
  const kept = parts.find(isKeptAudio)
  return kept?.type === 'audio' && kept.source.type === 'file-id' ? { audio: { id: kept.source.id } } : {}
}

function isKeptAudio(part: Part): boolean {
  return part.type === 'audio' && part.source.type === 'file-id' && part.source.owner === 'openai-chat'
}
