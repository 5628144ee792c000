import type { JsonObject } from '../../core/json.ts'
import type { Quantiles } from '../../routing/health-view.ts'
import { priceOf, type Target } from '../../routing/target.ts'
import { architecture, contextOf, parametersOf } from './model-view.ts'
import type { Answerer, OpenRouterParts } from './parts.ts'
import { pricing } from './pricing.ts'
import { servedModel } from './served-models.ts'

/** `GET /models/{author}/{slug}/endpoints`: each provider that serves the model, with what was measured of it here. */
export const modelEndpoints: Answerer = ({ caller, names }, parts) => {
  const { name, targets } = servedModel(names.join('/'), caller, parts)
  const displayName = targets[0]?.offer?.displayName ?? name
  return {
    data: {
      id: name,
      name: displayName,
      created: 0,
      description: '',
      architecture: architecture(targets),
      endpoints: targets.map((target) => endpointView(name, displayName, target, parts)),
    },
  }
}

function endpointView(
  modelId: string,
  modelName: string,
  target: Target,
  { gateway }: OpenRouterParts,
): JsonObject {
  const nowMs = gateway.clock.monotonicMs()
  const { uptime, ttftMs, tokensPerSecond } = gateway.health.figures(target.id, nowMs)
  return {
    name: `${target.providerName} | ${modelId}`,
    model_id: modelId,
    model_name: modelName,
    provider_name: target.providerName,
    tag: target.region === null ? target.providerName : `${target.providerName}/${target.region}`,
    context_length: contextOf(target),
    max_prompt_tokens: null,
    max_completion_tokens: target.offer?.maxOutputTokens ?? null,
    quantization: target.quantization ?? 'unknown',
    pricing: pricing(priceOf(target, gateway.clock.now())),
    supported_parameters: parametersOf(target),
    status: 0,
    supports_implicit_caching: false,
    supports_voice_cloning: false,
    uptime_last_5m: percent(uptime.fiveMinutes),
    uptime_last_30m: percent(uptime.thirtyMinutes),
    uptime_last_1d: percent(uptime.day),
    // In seconds, as `preferred_max_latency` is.
    latency_last_30m: quantiles(ttftMs, 1_000),
    throughput_last_30m: quantiles(tokensPerSecond, 1),
  }
}

function percent(share: number | null): number | null {
  return share === null ? null : share * 100
}

function quantiles(measured: Quantiles | null, unit: number): JsonObject | null {
  if (measured === null) return null
  const { p50, p75, p90, p99 } = measured
  return { p50: p50 / unit, p75: p75 / unit, p90: p90 / unit, p99: p99 / unit }
}
