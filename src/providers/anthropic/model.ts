/**
 * What the generation of a Claude model changes about a request. A name that tells no version, such as another maker's
 * model behind the same API, gets the most tolerant rules.
 */
export interface ClaudeModel {
  /** `thinking: { type: adaptive }` and effort, from 4.6 on. */
  readonly thinksAdaptively: boolean
  /** Effort is better said as a budget: before 4.6. */
  readonly prefersBudget: boolean
  /** `thinking: { type: enabled }` with a budget: refused after 4.6. */
  readonly takesBudget: boolean
  /** Fable and Mythos always think. */
  readonly canStopThinking: boolean
  /** Tools whose schema is enforced: from 4.5 on. */
  readonly takesStrictTools: boolean
  /** Temperature, top p and top k: refused after 4.6. */
  readonly takesSampling: boolean
  /** Temperature and top p together: refused from 4.1 on. */
  readonly takesBothTemperatureAndTopP: boolean
  /** The effort between `high` and `max`, from 4.7 on. */
  readonly knowsXhigh: boolean
  /** Thinking text is left out unless asked for, from 4.7 on. */
  readonly hidesThinking: boolean
  /** Goes on with an assistant message that stands last: before 4.6, where it was taken away. */
  readonly continuesPrefix: boolean
  /** `system` messages inside the conversation, from 4.8 on. */
  readonly takesSystemTurns: boolean
}

/** https://platform.claude.com/docs/en/about-claude/models/overview; names also come as on Bedrock and OpenRouter. */
export function claudeModel(name: string): ClaudeModel {
  const version = versionOf(name)
  return {
    thinksAdaptively: version === 0 || version >= 406,
    prefersBudget: version < 406,
    takesBudget: version <= 406,
    canStopThinking: !/claude-(?:fable|mythos)/.test(name),
    takesStrictTools: version === 0 || version >= 405,
    takesSampling: version <= 406,
    takesBothTemperatureAndTopP: version < 401,
    knowsXhigh: version >= 407,
    hidesThinking: version >= 407,
    continuesPrefix: version > 0 && version < 406,
    takesSystemTurns: version >= 408,
  }
}

/** 406 for 4.6; 0 where the name does not say. `claude-3-7-sonnet-20250219`, `claude-opus-4-6`, `claude-sonnet-4.6`. */
function versionOf(name: string): number {
  const match = /claude-(?:[a-z]+-)?(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?/.exec(name)
  if (match === null) return /claude-mythos/.test(name) ? 500 : 0
  return Number(match[1]) * 100 + Number(match[2] ?? 0)
}
