import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, OutputFormat } from '../../core/request.ts'
import { defined, objectOf, ROUTING_FIELDS } from '../../wire/openai-chat.ts'
import type { ChatApi } from './api.ts'
import { encodeMessages } from './encode-messages.ts'
import { encodeReasoning } from './encode-reasoning.ts'
import { encodeTools } from './encode-tools.ts'
import { FIELD_ENTRIES, type FieldName } from './fields.ts'
import { wireName } from './names.ts'

/** What every part of the encoder needs: whom it writes for, and where it notes what it could not say. */
export interface Encoding {
  readonly api: ChatApi
  readonly target: EncodeTarget
  readonly request: ChatRequest
  readonly dropped: Set<string>
}

/** https://platform.openai.com/docs/api-reference/chat/create */
export function encode(request: ChatRequest, target: EncodeTarget, api: ChatApi): EncodedRequest {
  const encoding: Encoding = { api, target, request, dropped: new Set() }
  const { tools, toolChoice, toolNames } = encodeTools(encoding)
  const body = defined({
    ...encodeExtras(encoding),
    model: target.model,
    messages: encodeMessages(encoding),
    ...encodeFields(encoding),
    ...encodeReasoning(encoding),
    response_format: encodeFormat(encoding),
    tools,
    tool_choice: toolChoice,
    parallel_tool_calls: tools === undefined ? undefined : encodeParallel(encoding),
    stream: request.stream ? true : undefined,
    stream_options: request.stream ? streamOptions(request, api) : undefined,
    ...prefixFields(request, api),
    ...ownFields(request, api),
  })
  return {
    body,
    dropped: [...encoding.dropped],
    ...(toolNames.size === 0 ? {} : { toolNames }),
  }
}

/** A stream always ends with its usage: the books need it. Where the caller had not asked, he does not get it. */
export function streamOptions(request: ChatRequest, api: ChatApi): JsonObject | undefined {
  if (api.reportsUsageUnasked === true) return undefined
  return { ...objectOf(request.extras['openai-chat']?.stream_options), include_usage: true }
}

/** What is sent with every request. Of an object that the caller has sent too, the rest stays his. */
export function ownFields({ extras }: ChatRequest, { fields = {} }: ChatApi): JsonObject {
  const sent = extras['openai-chat'] ?? {}
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const other = sent[name]
      return [name, isJsonObject(value) && isJsonObject(other) ? { ...other, ...value } : value]
    }),
  )
}

function prefixFields(request: ChatRequest, { prefix }: ChatApi): JsonObject {
  return isPrefilled(request) ? (prefix?.body ?? {}) : {}
}

/** Whether the last message is the beginning of the answer. */
export function isPrefilled({ messages }: ChatRequest): boolean {
  return messages.at(-1)?.role === 'assistant'
}

function encodeParallel({ api, request, dropped }: Encoding): boolean | undefined {
  const parallel = request.toolChoice?.parallel
  if (parallel === undefined || api.refuses?.includes('parallelToolCalls') !== true) return parallel
  dropped.add('parallelToolCalls')
  return undefined
}

function encodeFields({ api, target, request, dropped }: Encoding): JsonObject {
  const refused = refusedFields(request, target, api)
  const body: Record<string, JsonObject[string]> = {}
  for (const [name, { wire, usual, read }] of FIELD_ENTRIES) {
    const value = read(request)
    if (value === undefined) continue
    if (!refused(name, value)) body[wireField(name, wire, api)] = value
    else if (value !== usual) dropped.add(name)
  }
  const { cache } = request
  if (cache.automatic !== undefined) {
    if (api.takesCacheMarks === true) body.cache_control = { type: 'ephemeral', ...cache.automatic }
    else dropped.add('cacheMarks')
  }
  return body
}

function refusedFields(request: ChatRequest, target: EncodeTarget, api: ChatApi) {
  const isPlain = request.reasoning?.effort === 'none' || request.reasoning?.enabled === false
  const isReasoning = target.reasons === true && !isPlain
  return (name: FieldName, value: JsonValue): boolean => {
    if (api.refuses?.includes(name) === true) return true
    if (!isReasoning) return false
    if (api.refusesInReasoning?.includes(name) === true) return true
    return api.reasonsWithoutSampling === true && refusedInReasoning(name, value)
  }
}

function wireField(name: FieldName, usual: string, api: ChatApi): string {
  const own = name === 'maxTokens' ? api.maxTokensField : api.fieldNames?.[name]
  return own ?? usual
}

/** https://platform.openai.com/docs/guides/reasoning: only the defaults are taken, and 1 is the default of both. */
function refusedInReasoning(name: FieldName, value: JsonValue): boolean {
  if (name === 'temperature' || name === 'topP') return value !== 1
  return ['frequencyPenalty', 'presencePenalty', 'logitBias', 'logprobs', 'topLogprobs'].includes(name)
}

function encodeFormat({ api, request, dropped }: Encoding): JsonObject | undefined {
  const format = heldTo(request.output.format, api, dropped)
  switch (format.type) {
    case 'text':
      return undefined
    case 'json':
      return { type: 'json_object' }
    case 'json-schema': {
      const { name, description, schema, strict } = format
      return {
        type: 'json_schema',
        json_schema: defined({ name: wireName(name), description, schema, strict }),
      }
    }
  }
}

/** The nearest format that this API can be held to. */
function heldTo(format: OutputFormat, { formats }: ChatApi, dropped: Set<string>): OutputFormat {
  if (format.type === 'text' || formats === undefined || formats.includes(format.type)) return format
  dropped.add(format.type === 'json' ? 'json' : 'jsonSchema')
  return formats.includes('json') ? { type: 'json' } : { type: 'text' }
}

/** Unknown fields of this format pass on; those of another format have no place here, and are reported. */
function encodeExtras({ api, request, dropped }: Encoding): JsonObject {
  const { 'openai-chat': own, ...others } = request.extras
  for (const fields of Object.values(others)) {
    for (const name of Object.keys(fields ?? {})) dropped.add(name)
  }
  const isRefused = (name: string) => name === 'reasoning' && api.reasoningRequest !== 'object'
  const passed = Object.entries(own ?? {}).filter(
    ([name]) => name !== 'stream_options' && !isForGateways(name, api),
  )
  if (passed.some(([name]) => isRefused(name))) dropped.add('reasoning')
  return Object.fromEntries(passed.filter(([name]) => !isRefused(name)))
}

export function isForGateways(name: string, api: ChatApi): boolean {
  return name === 'portolan' || (ROUTING_FIELDS.has(name) && api.isGateway !== true)
}
