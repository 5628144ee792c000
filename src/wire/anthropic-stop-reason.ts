import type { FinishEvent, FinishReason } from '../core/event.ts'

/** https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
const REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'refusal'],
  ['pause_turn', 'pause'],
  ['compaction', 'pause'],
  ['model_context_window_exceeded', 'context-length'],
])

const WORDS = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  'context-length': 'model_context_window_exceeded',
  // An answer that went wrong must not look whole. Of Anthropic's words only this one says so.
  error: 'refusal',
  other: 'end_turn',
} as const satisfies Record<FinishReason, string>

export function readStopReason(raw: string | null): FinishReason {
  return (raw === null ? undefined : REASONS.get(raw)) ?? 'other'
}

/** The provider's own word where it is one of Anthropic's and means the same. */
export function writeStopReason({ reason, raw, stopSequence }: FinishEvent): string {
  if (raw !== null && REASONS.get(raw) === reason) return raw
  return reason === 'stop' && stopSequence !== undefined ? 'stop_sequence' : WORDS[reason]
}
