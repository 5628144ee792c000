import type { FinishEvent, FinishReason } from '../core/event.ts'

/**
 * Gemini says `STOP` also when the model wants tools called; `hasCalls` tells the two apart.
 * https://ai.google.dev/api/generate-content#FinishReason
 */
export function geminiFinishReason(raw: string, hasCalls: boolean): FinishReason {
  if (raw === 'STOP') return hasCalls ? 'tool-calls' : 'stop'
  if (raw === 'MAX_TOKENS') return 'length'
  if (FILTERED.has(raw)) return 'content-filter'
  return BROKEN.has(raw) ? 'error' : 'other'
}

const FILTERED: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MODEL_ARMOR',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
])

/** The model's own output could not be used: asking again may help. */
const BROKEN: ReadonlySet<string> = new Set([
  'MALFORMED_FUNCTION_CALL',
  'MALFORMED_RESPONSE',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
  'MISSING_THOUGHT_SIGNATURE',
])

const WORDS = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
  refusal: 'SAFETY',
  // Google has no word for an answer that may be gone on with.
  pause: 'STOP',
  'context-length': 'MAX_TOKENS',
  error: 'OTHER',
  other: 'OTHER',
} as const satisfies Record<FinishReason, string>

/** The provider's own word where it is one of Google's and means the same. */
export function writeGeminiFinish({ reason, raw }: FinishEvent): string {
  const isOwn =
    raw !== null && reason !== 'other' && geminiFinishReason(raw, reason === 'tool-calls') === reason
  return isOwn ? raw : WORDS[reason]
}
