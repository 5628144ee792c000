import type { FinishEvent, FinishReason } from '../../core/event.ts'

/** What Anthropic has no word for: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const REASONS: ReadonlyMap<string | null, FinishReason> = new Map<string | null, FinishReason>([
  ['guardrail_intervened', 'content-filter'],
  ['content_filtered', 'content-filter'],
  ['malformed_model_output', 'error'],
  ['malformed_tool_use', 'error'],
])

export function readFinish({ type, choice, reason, raw }: FinishEvent): FinishEvent {
  return { type, choice, reason: REASONS.get(raw) ?? reason, raw }
}
