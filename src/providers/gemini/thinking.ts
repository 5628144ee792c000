import { EFFORT_SHARES } from '../../core/effort.ts'
import type { JsonObject } from '../../core/json.ts'
import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, Effort, Reasoning } from '../../core/request.ts'
import { type GeminiModel, geminiModel } from './model.ts'

/**
 * How much to think: Gemini 3 has levels, 2.5 a budget of tokens, and a request may name only one of them. A budget
 * that the caller has said is sent as a budget to either. https://ai.google.dev/gemini-api/docs/thinking
 */
export function thinkingConfig(
  request: ChatRequest,
  target: EncodeTarget,
  dropped: Set<string>,
): JsonObject | undefined {
  const { reasoning } = request
  if (reasoning === undefined) return undefined
  const model = geminiModel(target.model)
  if (!(target.reasons ?? model.generation >= 2.5)) {
    if (!isOff(reasoning)) dropped.add('reasoning')
    return undefined
  }
  const hasLevels = model.generation >= 3 && reasoning.budgetTokens === undefined
  const amount = hasLevels
    ? levelOf(reasoning, model, dropped)
    : budgetOf(reasoning, model, request.output.maxTokens, dropped)
  const shown = isOff(reasoning) || reasoning.exclude === true ? {} : { includeThoughts: true }
  return { ...amount, ...shown }
}

function isOff({ effort, budgetTokens, enabled }: Reasoning): boolean {
  return effort === 'none' || budgetTokens === 0 || enabled === false
}

function levelOf(reasoning: Reasoning, { generation, tier }: GeminiModel, dropped: Set<string>): JsonObject {
  const lowest = tier === 'pro' ? 'LOW' : 'MINIMAL'
  if (isOff(reasoning)) {
    dropped.add('reasoning') // Gemini 3 always thinks.
    return { thinkingLevel: lowest }
  }
  const { effort } = reasoning
  if (effort === undefined || effort === 'none') return {}
  if (effort === 'minimal') return { thinkingLevel: lowest }
  const hasMiddle = generation > 3 || tier !== 'pro' // 3 Pro itself knows only low and high; 3.1 has medium.
  return { thinkingLevel: effort === 'medium' && !hasMiddle ? 'HIGH' : LEVELS[effort] }
}

const LEVELS: Readonly<Record<Exclude<Effort, 'none' | 'minimal'>, string>> = {
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  xhigh: 'HIGH',
  max: 'HIGH',
}

const BUDGETS = {
  pro: { min: 128, max: 32_768, canBeOff: false },
  flash: { min: 1, max: 24_576, canBeOff: true },
  'flash-lite': { min: 512, max: 24_576, canBeOff: true },
} as const

const MODEL_DECIDES = -1

function budgetOf(
  reasoning: Reasoning,
  model: GeminiModel,
  maxTokens: number | undefined,
  dropped: Set<string>,
): JsonObject {
  const { min, max, canBeOff } = BUDGETS[model.tier]
  const { budgetTokens, effort, enabled, adaptive } = reasoning
  const within = (tokens: number) => Math.max(min, Math.min(max, Math.floor(tokens)))
  if (isOff(reasoning)) {
    if (!canBeOff) dropped.add('reasoning')
    return { thinkingBudget: canBeOff ? 0 : min }
  }
  if (budgetTokens === MODEL_DECIDES) return { thinkingBudget: MODEL_DECIDES }
  if (budgetTokens !== undefined) {
    if (within(budgetTokens) !== budgetTokens) dropped.add('budgetTokens')
    return { thinkingBudget: within(budgetTokens) }
  }
  if (effort !== undefined && effort !== 'none') {
    return { thinkingBudget: within(Math.min(maxTokens ?? max, max) * EFFORT_SHARES[effort]) }
  }
  return enabled === true || adaptive === true ? { thinkingBudget: MODEL_DECIDES } : {}
}
