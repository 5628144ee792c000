import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest } from '../../core/request.ts'
import { defined, objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import type { ChatApi } from '../openai-chat/api.ts'
import { encode } from '../openai-chat/encode.ts'

/** Fields that callers of any format may send along, since nobody else has a word for them. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['documents', 'citation_options', 'safety_mode', 'priority'])

/** As the Chat Completions family writes it, but for messages with thoughts, tools, their choice, and the format. */
export function encodeCohere(request: ChatRequest, target: EncodeTarget, api: ChatApi): EncodedRequest {
  const sent = Object.entries(request.extras['openai-chat'] ?? {})
  const own = Object.fromEntries(sent.filter(([name]) => OWN_FIELDS.has(name)))
  const strangers = sent.map(([name]) => name).filter((name) => !OWN_FIELDS.has(name))
  const extras = { ...request.extras, 'openai-chat': own }
  const { body, dropped, ...rest } = encode({ ...request, extras }, target, api)
  const { messages, tools, tool_choice, response_format, ...fields } = body
  return {
    ...rest,
    body: defined({
      ...fields,
      messages: objectsOf(messages).map(encodeMessage),
      tools: tools === undefined ? undefined : objectsOf(tools).map(encodeTool),
      tool_choice: typeof tool_choice === 'string' ? tool_choice.toUpperCase() : undefined,
      response_format: encodeFormat(objectOf(response_format)),
    }),
    dropped: [...dropped, ...strangers],
  }
}

/** What was thought before calls is their plan; before a text it is a part of the content. */
function encodeMessage({ content, ...message }: JsonObject): JsonObject {
  const chunks = objectsOf(content)
  const thought = chunks
    .flatMap(({ thinking }) => objectsOf(thinking).map(({ text }) => textOf(text)))
    .join('')
  if (message.tool_calls === undefined || message.tool_calls === null)
    return { ...message, content: chunks.length === 0 ? (content ?? null) : chunks.map(encodeChunk) }
  const said = chunks.length === 0 ? textOf(content) : chunks.map(({ text }) => textOf(text)).join('')
  const plan = thought + said
  return { ...message, ...(plan === '' ? {} : { tool_plan: plan }) }
}

function encodeChunk(chunk: JsonObject): JsonObject {
  if (chunk.type !== 'thinking') return chunk
  return {
    type: 'thinking',
    thinking: objectsOf(chunk.thinking)
      .map(({ text }) => textOf(text))
      .join(''),
  }
}

/** It wants parameters, be there none. */
function encodeTool(tool: JsonObject): JsonObject {
  const called = objectOf(tool.function) ?? {}
  const parameters: JsonValue = called.parameters ?? { type: 'object', properties: {} }
  return { ...tool, function: { ...called, parameters } }
}

function encodeFormat(format: JsonObject | null): JsonObject | undefined {
  if (format?.type !== 'json_schema') return format ?? undefined
  const { schema } = objectOf(format.json_schema) ?? {}
  return { type: 'json_object', ...(isJsonObject(schema) ? { json_schema: schema } : {}) }
}
