import type { JsonObject } from '../../core/json.ts'
import type { Effort } from '../../core/request.ts'

/** What a caller wants of a model's reasoning, put into one form for APIs with words of their own. */
export interface AskedReasoning {
  readonly isOn: boolean
  /** Never `none` where it is on. */
  readonly effort: Effort
  /** Null where the caller spoke of effort. */
  readonly budgetTokens: number | null
  readonly model: string
}

/** The fields that say so; null where this API has no words for it, which is reported as `reasoning`. */
export type ReasoningWriter = (asked: AskedReasoning) => JsonObject | null

/** On or off, and no more: `thinking: { type }`. */
export const thinkingSwitch: ReasoningWriter = ({ isOn }) => ({
  thinking: { type: isOn ? 'enabled' : 'disabled' },
})

/** The same with `reasoning_effort` beside it, in these words. */
export function thinkingWithEffort(words: Readonly<Record<Effort, string>>): ReasoningWriter {
  return (asked) => ({
    ...thinkingSwitch(asked),
    ...(asked.isOn ? { reasoning_effort: words[asked.effort] } : {}),
  })
}

/** As servers of open models hand it to the template of the conversation. */
export const templateSwitch: ReasoningWriter = ({ isOn }) => ({
  chat_template_kwargs: { enable_thinking: isOn },
})

/** `reasoning_effort` where OpenAI's words are not all known: each becomes the one beside it; null cannot be said. */
export function efforts(words: Readonly<Record<Effort, string | null>>): ReasoningWriter {
  return ({ isOn, effort }) => {
    const word = words[isOn ? effort : 'none']
    return word === null ? null : { reasoning_effort: word }
  }
}

export const LOW_TO_HIGH = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
} as const

export const LOW_HIGH_MAX = {
  none: 'low',
  minimal: 'low',
  low: 'low',
  medium: 'high',
  high: 'high',
  xhigh: 'high',
  max: 'max',
} as const

/** Tokens to think in, for APIs that want a number where the caller said an effort. */
export const EFFORT_BUDGETS = {
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
  max: 32_768,
} as const
