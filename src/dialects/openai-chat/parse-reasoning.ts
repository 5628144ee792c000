import type { JsonObject } from '../../core/json.ts'
import type { Effort, Reasoning } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import { type Fields, invalid } from './fields.ts'

export interface ParsedReasoning {
  readonly reasoning: Reasoning | undefined
  /** What `reasoning` holds beyond the canonical. */
  readonly rest: JsonObject | undefined
  /** A word for effort that is not known here, as it was sent in `reasoning_effort`. */
  readonly unknownEffort: string | undefined
}

const EFFORTS: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])

/**
 * OpenAI says `reasoning_effort`; OpenRouter `reasoning` and, before that, `include_reasoning`; LiteLLM passes
 * Anthropic's `thinking`.
 */
export function parseReasoning(fields: Fields): ParsedReasoning {
  const plain = fields.string('reasoning_effort')
  const nested = fields.nested('reasoning')
  const nestedEffort = nested.string('effort')
  if (plain !== undefined && nestedEffort !== undefined && plain !== nestedEffort)
    throw invalid('reasoning_effort', 'the same as reasoning.effort', plain)
  const effort = nestedEffort ?? plain
  const included = fields.boolean('include_reasoning')
  const reasoning = defined({
    effort: isEffort(effort) ? effort : undefined,
    budgetTokens: nested.number('max_tokens'),
    enabled: nested.boolean('enabled'),
    exclude: nested.boolean('exclude') ?? (included === false ? true : undefined),
    summary: nested.string('summary'),
    ...parseThinking(fields),
  })
  const isSaid = Object.keys(reasoning).length > 0 || included === true
  return {
    reasoning: isSaid ? reasoning : undefined,
    rest: nested.rest(),
    unknownEffort: isEffort(effort) ? undefined : effort,
  }
}

/** Only what Anthropic's own `thinking` holds is understood; any other stays as it is, for its owner. */
function parseThinking(fields: Fields): Reasoning {
  const thinking = fields.raw.thinking
  if (typeof thinking !== 'object' || thinking === null || !('type' in thinking)) return {}
  const { type, budget_tokens: budget, ...rest } = thinking
  if (Object.keys(rest).length > 0) return {}
  fields.take('thinking')
  if (type === 'disabled') return { enabled: false }
  if (type === 'adaptive') return { adaptive: true }
  return { enabled: true, ...(typeof budget === 'number' ? { budgetTokens: budget } : {}) }
}

function isEffort(word: string | undefined): word is Effort {
  return word !== undefined && EFFORTS.has(word)
}
