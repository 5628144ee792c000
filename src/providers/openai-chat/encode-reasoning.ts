import { EFFORT_SHARES } from '../../core/effort.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Effort, Reasoning } from '../../core/request.ts'
import { defined, objectOf } from '../../wire/openai-chat.ts'
import type { Encoding } from './encode.ts'
import type { ReasoningWriter } from './reasoning-words.ts'

/** Taken for a model whose limit is not known. */
const OUTPUT_TOKENS_ASSUMED = 32_000

/** The efforts that every reasoning model knows. */
const COMMON_EFFORTS = ['low', 'medium', 'high'] as const

export function encodeReasoning(encoding: Encoding): JsonObject {
  const { request, api, target, dropped } = encoding
  const { reasoning } = request
  if (reasoning === undefined) return {}
  if (api.reasoningRequest === 'object') return { reasoning: reasoningObject(encoding, reasoning) }
  if (reasoning.summary !== undefined) dropped.add('reasoningSummary')
  if (typeof api.reasoningRequest === 'function') return ownWords(encoding, reasoning, api.reasoningRequest)
  const effort = effortOf(reasoning, request.output.maxTokens ?? target.maxOutputTokens)
  if (effort === undefined) return {}
  if (target.reasons === false) {
    if (effort !== 'none') dropped.add('reasoning')
    return {}
  }
  return { reasoning_effort: effort }
}

function ownWords(
  { request, target, dropped }: Encoding,
  reasoning: Reasoning,
  write: ReasoningWriter,
): JsonObject {
  const effort = reasoning.effort ?? effortOf(reasoning, request.output.maxTokens ?? target.maxOutputTokens)
  if (effort === undefined) return {}
  const isOn = effort !== 'none' && reasoning.enabled !== false
  const asked = { isOn, effort, budgetTokens: reasoning.budgetTokens ?? null, model: target.model }
  const fields = target.reasons === false ? (isOn ? null : {}) : write(asked)
  if (fields === null) dropped.add('reasoning')
  return fields ?? {}
}

/**
 * An effort in OpenAI's words. A budget becomes the nearest of the three that every reasoning model knows.
 * Undefined where the caller said nothing of how much.
 */
export function effortOf(reasoning: Reasoning, maxTokens: number | null): Effort | undefined {
  if (reasoning.enabled === false) return 'none'
  if (reasoning.effort !== undefined) return reasoning.effort === 'max' ? 'xhigh' : reasoning.effort
  if (reasoning.budgetTokens !== undefined) {
    const share = reasoning.budgetTokens / (maxTokens ?? OUTPUT_TOKENS_ASSUMED)
    const distance = (effort: Effort) => Math.abs(EFFORT_SHARES[effort] - share)
    return COMMON_EFFORTS.reduce((best, next) => (distance(next) < distance(best) ? next : best))
  }
  return reasoning.enabled === true || reasoning.adaptive === true ? 'medium' : undefined
}

/** https://openrouter.ai/docs/use-cases/reasoning-tokens */
function reasoningObject({ request }: Encoding, reasoning: Reasoning): JsonObject {
  return defined({
    ...objectOf(request.extras['openai-chat']?.reasoning),
    effort: reasoning.effort,
    max_tokens: reasoning.effort === undefined ? reasoning.budgetTokens : undefined,
    enabled: reasoning.enabled ?? (reasoning.adaptive === true ? true : undefined),
    exclude: reasoning.exclude,
    summary: reasoning.summary,
  })
}
