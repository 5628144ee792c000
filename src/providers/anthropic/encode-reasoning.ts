import { EFFORT_SHARES } from '../../core/effort.ts'
import type { JsonObject } from '../../core/json.ts'
import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, Effort, Message, Reasoning } from '../../core/request.ts'
import type { ClaudeModel } from './model.ts'

interface Thinking {
  readonly thinking?: JsonObject
  /** For `output_config`. */
  readonly effort?: string
  readonly isOn: boolean
  readonly dropped: readonly string[]
}

const OFF: Thinking = { isOn: false, dropped: [] }
const DROPPED: Thinking = { isOn: false, dropped: ['reasoning'] }

const BUDGET_MIN = 1024
const BUDGET_MAX = 128_000

/** https://platform.claude.com/docs/en/build-with-claude/extended-thinking, …/adaptive-thinking, …/effort */
export function encodeReasoning(
  request: ChatRequest,
  target: EncodeTarget,
  model: ClaudeModel,
  maxTokens: number,
): Thinking {
  const { reasoning } = request
  if (reasoning === undefined) return OFF
  const { effort, budgetTokens, adaptive, enabled } = reasoning
  if (enabled === false || effort === 'none') return stopped(reasoning, target, model)
  if (adaptive === false) return { ...OFF, ...effortField(effort, model) }
  if (enabled === undefined && adaptive === undefined && effort === undefined && budgetTokens === undefined) {
    return OFF
  }
  if (target.reasons === false) return DROPPED
  const isBudget = budgetTokens !== undefined || (model.prefersBudget && adaptive !== true)
  if (model.thinksAdaptively && !(isBudget && model.takesBudget))
    return adaptively(reasoning, model, maxTokens)
  return conflictsWithBudget(request) ? DROPPED : budgeted(reasoning, model, maxTokens)
}

function stopped({ effort }: Reasoning, target: EncodeTarget, model: ClaudeModel): Thinking {
  if (!model.canStopThinking) return DROPPED
  const own = effort === 'none' ? {} : effortField(effort, model)
  return target.reasons === false ? { ...OFF, ...own } : { ...OFF, ...own, thinking: { type: 'disabled' } }
}

function adaptively(reasoning: Reasoning, model: ClaudeModel, maxTokens: number): Thinking {
  const { budgetTokens, adaptive, effort } = reasoning
  const translated = budgetTokens === undefined ? undefined : effortFor(budgetTokens / maxTokens)
  const assumed = adaptive === true ? undefined : 'medium'
  // Callers of other formats expect to see the reasoning they asked for.
  const shown = model.hidesThinking && adaptive === undefined ? 'summarized' : undefined
  const display = displayOf(reasoning) ?? shown
  return {
    isOn: true,
    thinking: { type: 'adaptive', ...(display === undefined ? {} : { display }) },
    ...effortField(effort ?? translated ?? assumed, model),
    dropped: budgetTokens === undefined ? [] : ['budgetTokens'],
  }
}

function budgeted(reasoning: Reasoning, model: ClaudeModel, maxTokens: number): Thinking {
  const { budgetTokens, adaptive, effort, enabled } = reasoning
  // Anthropic's own default where the model decides is `high`.
  const ratio = EFFORT_SHARES[effort ?? (adaptive === true ? 'high' : 'medium')]
  const wanted = budgetTokens ?? Math.floor(maxTokens * ratio)
  const budget = Math.max(Math.min(wanted, BUDGET_MAX), BUDGET_MIN)
  if (budget >= maxTokens) return DROPPED // Nothing would be left for the answer, and Anthropic refuses it.
  const display = enabled === true ? displayOf(reasoning) : undefined
  return {
    isOn: true,
    thinking: { type: 'enabled', budget_tokens: budget, ...(display === undefined ? {} : { display }) },
    ...(budgetTokens === undefined ? {} : effortField(effort, model)),
    dropped: [],
  }
}

function displayOf({ exclude, summary }: Reasoning): string | undefined {
  if (exclude === true) return 'omitted'
  return summary === undefined ? undefined : 'summarized'
}

function effortField(effort: Effort | undefined, model: ClaudeModel): { effort?: string } {
  if (effort === undefined) return {}
  if (effort === 'minimal') return { effort: 'low' }
  return { effort: effort === 'xhigh' && !model.knowsXhigh ? 'max' : effort }
}

function effortFor(ratio: number): Effort {
  if (ratio >= EFFORT_SHARES.max) return 'max'
  if (ratio >= EFFORT_SHARES.high) return 'high'
  return ratio >= EFFORT_SHARES.medium ? 'medium' : 'low'
}

/**
 * With a budget, Anthropic refuses forced tools, and calls under way whose turn does not begin with a thought
 * of its own.
 */
function conflictsWithBudget({ toolChoice, messages }: ChatRequest): boolean {
  if (toolChoice?.mode === 'required') return true
  const last = messages.findLast(({ role }) => role === 'assistant')
  return last?.parts.some(({ type }) => type === 'tool-call') === true && !beginsWithThought(last)
}

function beginsWithThought({ parts }: Message): boolean {
  const first = parts[0]
  return first?.type === 'reasoning' && first.proof?.owner === 'anthropic-messages'
}
