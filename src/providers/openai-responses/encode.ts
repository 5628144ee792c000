import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, OutputFormat } from '../../core/request.ts'
import { defined, objectOf } from '../../wire/openai-chat.ts'
import { effortOf } from '../openai-chat/encode-reasoning.ts'
import { wireName } from '../openai-chat/names.ts'
import { encodeItems } from './encode-items.ts'
import { encodeTools } from './encode-tools.ts'

/** What every part of the encoder needs: what it writes, and where it notes what it could not say. */
export interface Encoding {
  readonly request: ChatRequest
  readonly dropped: Set<string>
}

/**
 * https://platform.openai.com/docs/api-reference/responses/create. Nothing is left with the provider: the reasoning
 * comes back encrypted, for its caller to bring along.
 */
export function encode(request: ChatRequest, target: EncodeTarget): EncodedRequest {
  const encoding: Encoding = { request, dropped: new Set() }
  const { tools, toolChoice, toolNames } = encodeTools(encoding)
  const { instructions, input } = encodeItems(encoding)
  const body = defined({
    ...encodeExtras(encoding),
    model: target.model,
    instructions,
    input,
    ...encodeFields(encoding),
    ...encodeReasoning(encoding, target),
    text: encodeText(encoding),
    tools,
    tool_choice: toolChoice ?? request.extras['openai-responses']?.tool_choice,
    parallel_tool_calls: tools === undefined ? undefined : request.toolChoice?.parallel,
    store: false,
    include: encodeInclude(encoding, target),
    stream: request.stream ? true : undefined,
  })
  return { body, dropped: [...encoding.dropped], ...(toolNames.size === 0 ? {} : { toolNames }) }
}

/** The smallest limit that it takes. */
const OUTPUT_TOKENS_MIN = 16

function encodeFields({ request, dropped }: Encoding): JsonObject {
  const { sampling, output, cache, metadata } = request
  const refused: readonly (readonly [string, unknown])[] = [
    ['topK', sampling.topK],
    ['minP', sampling.minP],
    ['frequencyPenalty', sampling.frequencyPenalty],
    ['presencePenalty', sampling.presencePenalty],
    ['repetitionPenalty', sampling.repetitionPenalty],
    ['seed', sampling.seed],
    ['stop', sampling.stop],
    ['logitBias', sampling.logitBias],
    ['n', sampling.n === 1 ? undefined : sampling.n],
    ['modalities', output.modalities],
    ['audio', output.audio],
    ['cacheMarks', cache.automatic],
  ]
  for (const [name, value] of refused) if (value !== undefined) dropped.add(name)
  const isCallers = output.maxTokensFrom !== 'catalogue' && output.maxTokens !== undefined
  return defined({
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_logprobs: sampling.topLogprobs,
    max_output_tokens: isCallers ? Math.max(OUTPUT_TOKENS_MIN, output.maxTokens) : undefined,
    prompt_cache_key: cache.key,
    prompt_cache_retention: cache.retention,
    user: metadata.user,
    service_tier: metadata.serviceTier,
    metadata: metadata.tags,
  })
}

function encodeReasoning({ request, dropped }: Encoding, target: EncodeTarget): JsonObject {
  const { reasoning } = request
  const own = objectOf(request.extras['openai-responses']?.reasoning)
  if (reasoning === undefined) return own === null ? {} : { reasoning: own }
  const effort = effortOf(reasoning, request.output.maxTokens ?? target.maxOutputTokens)
  if (target.reasons === false) {
    if (effort !== undefined && effort !== 'none') dropped.add('reasoning')
    return {}
  }
  const asked = defined({ ...own, effort, summary: reasoning.summary })
  return Object.keys(asked).length === 0 ? {} : { reasoning: asked }
}

function encodeInclude({ request }: Encoding, target: EncodeTarget): readonly JsonValue[] | undefined {
  const own = request.extras['openai-responses']?.include
  const include: JsonValue[] = Array.isArray(own) ? [...own] : []
  if (request.sampling.logprobs === true) include.push('message.output_text.logprobs')
  if (target.reasons !== false) include.push('reasoning.encrypted_content')
  return include.length === 0 ? undefined : include
}

function encodeText({ request }: Encoding): JsonObject | undefined {
  const { format, verbosity } = request.output
  const own = objectOf(request.extras['openai-responses']?.text)
  const text = defined({ ...own, format: encodeFormat(format), verbosity })
  return Object.keys(text).length === 0 ? undefined : text
}

function encodeFormat(format: OutputFormat): JsonObject | undefined {
  switch (format.type) {
    case 'text':
      return undefined
    case 'json':
      return { type: 'json_object' }
    case 'json-schema': {
      const { name, description, schema, strict } = format
      return { type: 'json_schema', ...defined({ name: wireName(name), description, schema, strict }) }
    }
  }
}

/** Unknown fields of this format pass on; those of another format have no place here, and are reported. */
function encodeExtras({ request, dropped }: Encoding): JsonObject {
  const { 'openai-responses': own = {}, ...others } = request.extras
  for (const fields of Object.values(others)) {
    for (const name of Object.keys(fields ?? {})) dropped.add(name)
  }
  return own
}
