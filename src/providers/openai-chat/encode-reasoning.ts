import type { JsonObject } from '../../core/json.ts'
import type { Effort, Reasoning } from '../../core/request.ts'
import { defined, objectOf } from '../../wire/openai-chat.ts'
import type { Encoding } from './encode.ts'

/** Taken for a model whose limit is not known. */
const OUTPUT_TOKENS_ASSUMED = 32_000

/** How much of the answer's tokens each effort may spend on reasoning, as OpenRouter converts one to the other. */
const SHARES: readonly (readonly [Effort, number])[] = [
  ['low', 0.2],
  ['medium', 0.5],
  ['high', 0.8],
]

export function encodeReasoning(encoding: Encoding): JsonObject {
  const { request, api, target, dropped } = encoding
  const { reasoning } = request
  if (reasoning === undefined) return {}
  if (api.reasoningRequest === 'object') return { reasoning: reasoningObject(encoding, reasoning) }
  if (reasoning.summary !== undefined) dropped.add('reasoningSummary')
  const effort = effortOf(reasoning, request.output.maxTokens ?? target.maxOutputTokens)
  if (effort === undefined) return {}
  if (target.reasons === false) {
    if (effort !== 'none') dropped.add('reasoning')
    return {}
  }
  return { reasoning_effort: effort }
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
    return SHARES.reduce((best, next) => (distance(next, share) < distance(best, share) ? next : best))[0]
  }
  return reasoning.enabled === true || reasoning.adaptive === true ? 'medium' : undefined
}

function distance([, share]: readonly [Effort, number], wanted: number): number {
  return Math.abs(share - wanted)
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
