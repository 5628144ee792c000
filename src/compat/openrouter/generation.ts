import { GatewayError } from '../../core/error.ts'
import { nanosToUsd } from '../../core/money.ts'
import type { AttemptRecord, ExchangeRecord } from '../../core/record.ts'
import { NO_USAGE } from '../../core/usage.ts'
import type { Answerer } from './parts.ts'

/**
 * `GET /generation?id=`: one exchange of the key that asks, by its `x-request-id` or the `gen-…` of its answer. It is
 * there as soon as the caller has the last byte. https://openrouter.ai/docs/api/api-reference/generations/get-generation
 */
export const generation: Answerer = async ({ caller, query }, { store }) => {
  const id = (query.get('id') ?? '').replace(/^(?:gen|chatcmpl|cmpl|msg)[-_](?=exc_)/, '')
  await store.catchUp()
  const record = (await store.getExchange(id))?.record ?? null
  // The master key may look at all of them.
  const isOwn = caller.key === null || record?.keyId === caller.keyId
  if (record === null || !isOwn)
    throw new GatewayError('not_found', `There is no generation ${id.slice(0, 100)}.`)
  return { data: generationView(record) }
}

function generationView(record: ExchangeRecord): object {
  const usage = record.usage ?? NO_USAGE
  const cost = record.billedNanos === null ? null : nanosToUsd(record.billedNanos)
  return {
    id: `gen-${record.id}`,
    request_id: record.id,
    upstream_id: null,
    created_at: new Date(record.timeMs).toISOString(),
    model: record.model ?? record.requestedModel,
    router: record.decision?.auto === undefined ? null : 'openrouter/auto',
    provider_name: record.provider,
    provider_responses: record.attempts.map(attemptView),
    api_type: 'completions',
    streamed: record.streamed,
    cancelled: record.errorCode === 'client_closed_request',
    finish_reason: record.finishReason?.replace('-', '_') ?? null,
    native_finish_reason: null,
    tokens_prompt: usage.inputTokens,
    tokens_completion: usage.outputTokens,
    native_tokens_prompt: usage.inputTokens,
    native_tokens_completion: usage.outputTokens,
    native_tokens_completion_images: usage.imageOutputTokens,
    native_tokens_reasoning: usage.reasoningTokens,
    native_tokens_cached: usage.cacheReadTokens,
    num_media_prompt: null,
    num_input_audio_prompt: null,
    num_media_completion: null,
    num_search_results: null,
    num_fetches: null,
    web_search_engine: null,
    usage: cost,
    total_cost: cost,
    upstream_inference_cost: record.costNanos === null ? null : nanosToUsd(record.costNanos),
    cache_discount: null,
    is_byok: false,
    service_tier: null,
    latency: record.ttftMs ?? record.durationMs,
    generation_time: record.durationMs,
    moderation_latency: null,
    origin: '',
    http_referer: null,
    user_agent: null,
    app_id: null,
    external_user: record.user,
    session_id: record.session,
    preset_id: null,
    workspace_id: null,
    // OpenRouter's word for no promise; where an answer came from is in `provider_responses`.
    data_region: 'global',
    response_cache_source_id: null,
  }
}

function attemptView({ target, model, provider, status, ttftMs, ms }: AttemptRecord): object {
  return {
    endpoint_id: target,
    is_byok: false,
    latency: ttftMs ?? ms,
    model_permaslug: model,
    provider_name: provider,
    status,
  }
}
