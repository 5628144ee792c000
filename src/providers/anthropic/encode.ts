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
  const tools = encodeTools(request, names)
  const { thinking, effort, isOn, dropped: unthought } = encodeReasoning(request, target, model, maxTokens)
  const sampling = encodeSampling(request.sampling, model, isOn)
  const tier = serviceTier(request.metadata.serviceTier)
  const own = request.extras['anthropic-messages'] ?? {}
  const { body, removed } = limitMarks({
    ...own,
    model: target.model,
    max_tokens: maxTokens,
    ...(system === undefined ? {} : { system }),
    messages,
    ...tools.fields,
    ...sampling.fields,
    ...(thinking === undefined ? {} : { thinking }),
    ...merged('output_config', own.output_config, {
      ...outputFormat(request),
      ...(effort === undefined ? {} : { effort }),
    }),
    ...merged(
      'metadata',
      own.metadata,
      request.metadata.user === undefined ? {} : { user_id: request.metadata.user },
    ),
    ...(request.cache.automatic === undefined ? {} : { cache_control: writeMark(request.cache.automatic) }),
    ...(tier === undefined ? {} : { service_tier: tier }),
    ...(request.stream ? { stream: true } : {}),
  })
  if (removed > 0) dropped.add('cacheMarks')
  if (request.metadata.serviceTier !== undefined && tier === undefined) dropped.add('serviceTier')
  for (const name of [...tools.dropped, ...unthought, ...sampling.dropped, ...unsayableFields(request)]) {
    dropped.add(name)
  }
  return {
    body,
    dropped: [...dropped],
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
function outputFormat({ output: { format } }: ChatRequest): JsonObject {
  return format.type === 'json-schema' ? { format: { type: 'json_schema', schema: format.schema } } : {}
}

/** Anthropic's two tiers, and OpenAI's name for the second. Any other word it refuses. */
function serviceTier(tier: string | undefined): string | undefined {
  if (tier === 'default') return 'standard_only'
  return tier === 'auto' || tier === 'standard_only' ? tier : undefined
}

function merged(key: string, own: JsonValue | undefined, fields: JsonObject): JsonObject {
  const value = { ...(isJsonObject(own) ? own : {}), ...fields }
  return Object.keys(value).length === 0 ? {} : { [key]: value }
}
