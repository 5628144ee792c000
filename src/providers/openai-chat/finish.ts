import type { FinishReason } from '../../core/event.ts'

/** A provider's `finish_reason` in the house's words. Null where it means that the answer broke off. */
export function finishReason(raw: string, hasCalls: boolean): FinishReason | null {
  const reason = REASONS[raw]
  if (reason === undefined) return BROKEN.has(raw) ? null : 'other'
  // Several servers say `stop` after a tool call, and so does OpenAI when the call was forced.
  return reason === 'stop' && hasCalls ? 'tool-calls' : reason
}

/** `''` is Snowflake's for every end. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  '': 'stop',
  stop: 'stop',
  stop_sequence: 'stop',
  end_turn: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length', // Mistral.
  tool_calls: 'tool-calls',
  tool_use: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  safety: 'content-filter',
  sensitive: 'content-filter', // Zhipu.
  refusal: 'refusal',
  pause_turn: 'pause',
  model_context_window_exceeded: 'context-length',
}

/** OpenRouter and Mistral; DeepSeek; Zhipu. */
const BROKEN: ReadonlySet<string> = new Set(['error', 'insufficient_system_resource', 'network_error'])
