import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest } from '../../core/request.ts'
import { writeMark } from '../../wire/anthropic-cache-control.ts'
import { limitMarks } from './cache-marks.ts'
import { encodeMessages } from './encode-messages.ts'
import { PartEncoder } from './encode-parts.ts'
import { encodeReasoning } from './encode-reasoning.ts'
import { encodeSampling, unsayableFields } from './encode-sampling.ts'
import { encodeTools } from './encode-tools.ts'
import { claudeModel } from './model.ts'
import { strictSchema } from './strict-schema.ts'
import { ToolNames } from './tool-names.ts'

/** A request to https://platform.claude.com/docs/en/api/messages */
export function encode(request: ChatRequest, target: EncodeTarget): EncodedRequest {
  const model = claudeModel(target.model)
  const names = new ToolNames()
  const dropped = new Set<string>()
  const maxTokens = maxTokensOf(request, target)
  const { system, messages } = encodeMessages(
    request.messages,
    new PartEncoder(names, dropped),
    model,
    dropped,
  )
  const tools = encodeTools(request, names, model)
  const { thinking, effort, isOn, dropped: unthought } = encodeReasoning(request, target, model, maxTokens)
  const sampling = encodeSampling(request.sampling, model, isOn)
  const { body, removed } = limitMarks({
    ...request.extras['anthropic-messages'],
    model: target.model,
    max_tokens: maxTokens,
    ...(system === undefined ? {} : { system }),
    messages,
    ...tools.fields,
    ...sampling.fields,
    ...(thinking === undefined ? {} : { thinking }),
    ...encodeOutput(request, effort, dropped),
    ...encodeMetadata(request, dropped),
    ...(request.cache.automatic === undefined ? {} : { cache_control: writeMark(request.cache.automatic) }),
    ...(request.stream ? { stream: true } : {}),
  })
  const unsaid = [...tools.dropped, ...unthought, ...sampling.dropped, ...unsayableFields(request)]
  return {
    body,
    dropped: [...new Set([...dropped, ...(removed > 0 ? ['cacheMarks'] : []), ...unsaid])],
    ...(names.changed.size === 0 ? {} : { toolNames: names.changed }),
  }
}

const MAX_TOKENS_UNKNOWN = 4096

/**
 * Anthropic insists on a number. More than the model can say is refused, and asking for the most it can say means the
 * same. Where nobody said one, a budget for thinking comes on top of what the answer gets.
 */
function maxTokensOf({ output, reasoning }: ChatRequest, { maxOutputTokens }: EncodeTarget): number {
  const wanted = output.maxTokens ?? maxOutputTokens ?? MAX_TOKENS_UNKNOWN + (reasoning?.budgetTokens ?? 0)
  return Math.min(wanted, maxOutputTokens ?? wanted)
}

/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
function encodeOutput(
  { output: { format }, extras }: ChatRequest,
  effort: string | undefined,
  dropped: Set<string>,
): JsonObject {
  const fields: Record<string, JsonValue> = effort === undefined ? {} : { effort }
  if (format.type === 'json-schema') {
    const schema = strictSchema(format.schema, (keyword) => dropped.add(`format.${keyword}`))
    fields.format = { type: 'json_schema', schema }
  }
  return merged('output_config', extras['anthropic-messages']?.output_config, fields)
}

function encodeMetadata({ metadata, extras }: ChatRequest, dropped: Set<string>): JsonObject {
  const { user, serviceTier } = metadata
  const tier = serviceTier === undefined ? undefined : TIERS.get(serviceTier)
  if (serviceTier !== undefined && tier === undefined) dropped.add('serviceTier')
  return {
    ...merged(
      'metadata',
      extras['anthropic-messages']?.metadata,
      user === undefined ? {} : { user_id: user },
    ),
    ...(tier === undefined ? {} : { service_tier: tier }),
  }
}

/** Anthropic's two tiers, and OpenAI's name for the second. Any other word it refuses. */
const TIERS: ReadonlyMap<string, string> = new Map([
  ['auto', 'auto'],
  ['standard_only', 'standard_only'],
  ['default', 'standard_only'],
])

/** A field that is partly the caller's own and partly ours; absent where neither has said anything. */
function merged(key: string, own: JsonValue | undefined, fields: JsonObject): JsonObject {
  const value = { ...(isJsonObject(own) ? own : {}), ...fields }
  return Object.keys(value).length === 0 ? {} : { [key]: value }
}
