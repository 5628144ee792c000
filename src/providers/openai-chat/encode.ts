import type { JsonObject } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, OutputFormat } from '../../core/request.ts'
import { defined, objectOf, ROUTING_FIELDS } from '../../wire/openai-chat.ts'
import type { ChatApi } from './api.ts'
import { encodeMessages } from './encode-messages.ts'
import { encodeReasoning } from './encode-reasoning.ts'
import { encodeTools } from './encode-tools.ts'
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
    response_format: encodeFormat(request.output.format),
    tools,
    tool_choice: toolChoice,
    parallel_tool_calls: tools === undefined ? undefined : request.toolChoice?.parallel,
    stream: request.stream ? true : undefined,
    stream_options: request.stream ? streamOptions(request) : undefined,
  })
  return {
    body,
    dropped: [...encoding.dropped],
    ...(toolNames.size === 0 ? {} : { toolNames }),
  }
}

/** A stream always ends with its usage: the books need it. Where the caller had not asked, he does not get it. */
export function streamOptions(request: ChatRequest): JsonObject {
  return { ...objectOf(request.extras['openai-chat']?.stream_options), include_usage: true }
}

/** Fields whose value passes as it is. The first name is the canonical one, by which it is reported when dropped. */
function encodeFields({ api, target, request, dropped }: Encoding): JsonObject {
  const { sampling, output, cache, metadata } = request
  const fields: readonly (readonly [string, string, JsonObject[string]])[] = [
    ['temperature', 'temperature', sampling.temperature],
    ['topP', 'top_p', sampling.topP],
    ['topK', 'top_k', sampling.topK],
    ['minP', 'min_p', sampling.minP],
    ['frequencyPenalty', 'frequency_penalty', sampling.frequencyPenalty],
    ['presencePenalty', 'presence_penalty', sampling.presencePenalty],
    ['repetitionPenalty', 'repetition_penalty', sampling.repetitionPenalty],
    ['seed', 'seed', sampling.seed],
    ['stop', 'stop', sampling.stop],
    ['logitBias', 'logit_bias', sampling.logitBias],
    ['logprobs', 'logprobs', sampling.logprobs],
    ['topLogprobs', 'top_logprobs', sampling.topLogprobs],
    ['n', 'n', sampling.n],
    // A limit that was filled in for providers that insist on one says nothing here.
    [
      'maxTokens',
      api.maxTokensField ?? 'max_tokens',
      output.maxTokensFrom === 'catalogue' ? undefined : output.maxTokens,
    ],
    ['modalities', 'modalities', output.modalities],
    ['verbosity', 'verbosity', output.verbosity],
    ['audio', 'audio', output.audio],
    ['cacheKey', 'prompt_cache_key', cache.key],
    ['cacheRetention', 'prompt_cache_retention', cache.retention],
    ['user', 'user', metadata.user],
    ['serviceTier', 'service_tier', metadata.serviceTier],
    ['store', 'store', metadata.store],
    ['tags', 'metadata', metadata.tags],
  ]
  const isPlain = request.reasoning?.effort === 'none' || request.reasoning?.enabled === false
  const isReasoning = api.reasonsWithoutSampling === true && target.reasons === true && !isPlain
  const body: Record<string, JsonObject[string]> = {}
  for (const [name, field, value] of fields) {
    if (value === undefined) continue
    const isRefused = api.refuses?.includes(name) === true || (isReasoning && refusedInReasoning(name, value))
    if (isRefused) dropped.add(name)
    else body[field] = value
  }
  if (cache.automatic !== undefined) {
    if (api.takesCacheMarks === true) body.cache_control = { type: 'ephemeral', ...cache.automatic }
    else dropped.add('cacheMarks')
  }
  return body
}

/** https://platform.openai.com/docs/guides/reasoning: only the defaults are taken, and 1 is the default of both. */
function refusedInReasoning(name: string, value: JsonObject[string]): boolean {
  if (name === 'temperature' || name === 'topP') return value !== 1
  return ['frequencyPenalty', 'presencePenalty', 'logitBias', 'logprobs', 'topLogprobs'].includes(name)
}

function encodeFormat(format: OutputFormat): JsonObject | undefined {
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
