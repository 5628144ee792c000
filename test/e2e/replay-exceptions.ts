import type { DialectName } from '../support/ask.ts'
import type { Reading } from '../support/plain-reading.ts'

/** Something that a caller is told otherwise than the provider said it, and why. */
export interface Exception {
  /** Of the recordings. */
  readonly id: RegExp
  readonly dialects: readonly DialectName[]
  readonly fields: readonly (keyof Reading)[]
  readonly reason: string
}

const BOTH = ['openai', 'anthropic'] as const
/** The other dialect is the provider's own, whose bytes pass as they are. */
const ANTHROPIC_ONLY = ['anthropic'] as const
const OPENAI_ONLY = ['openai'] as const

export const EXCEPTIONS: readonly Exception[] = [
  {
    id: /\/xai-(text|tool-call)\./,
    dialects: ANTHROPIC_ONLY,
    fields: ['usage'],
    reason: 'xAI leaves reasoning out of its completion tokens; Anthropic’s output tokens are all of them.',
  },
  {
    id: /pydantic-ai\/test_openai\.jsonl:[23]$/,
    dialects: ANTHROPIC_ONLY,
    fields: ['usage'],
    reason: 'Gemini’s OpenAI endpoint leaves reasoning out too; only its total has it.',
  },
  {
    id: /anthropic-fallback-tool-call\.sse$|test_groq\.jsonl:14$/,
    dialects: ANTHROPIC_ONLY,
    fields: ['usage'],
    reason: 'Nothing was reported, and Anthropic’s format has no way to say that.',
  },
  {
    id: /pydantic-ai\/test_snowflake\.jsonl:[12356]$/,
    dialects: ANTHROPIC_ONLY,
    fields: ['finish'],
    reason: 'Snowflake gives an empty reason for every proper end; clients need a word.',
  },
  {
    id: /pydantic-ai\/test_openrouter\.jsonl:9$/,
    dialects: BOTH,
    fields: ['usage'],
    reason: 'It ends in an error, and so does what the caller gets: no usage after it.',
  },
  {
    id: /pydantic-ai\/test_openrouter\.jsonl:9$/,
    dialects: ANTHROPIC_ONLY,
    fields: ['finish'],
    reason: 'The error comes after the finish, which in Anthropic’s format stands at the end.',
  },
  {
    id: /envoy-ai-gateway\/openai-cassettes\.jsonl:11$/,
    dialects: ANTHROPIC_ONLY,
    fields: ['text'],
    reason: 'A spoken answer: Anthropic’s format has no sound, so its transcript is the text.',
  },
  {
    id: /extra_parallel_streams_and_pause_turn\.jsonl:11$/,
    dialects: OPENAI_ONLY,
    fields: ['finish'],
    reason: 'Chat Completions has no word for a turn that is paused.',
  },
  {
    id: /google-stream-no-args-tool-call|stream-tool-call-arguments-nested|js-genai\/recordings\.jsonl:58$/,
    dialects: BOTH,
    fields: ['calls'],
    reason:
      'Arguments in pieces by JSON path, which the plain reading leaves out and the gateway puts together.',
  },
  {
    id: /test_multimodal_tool_returns\.jsonl:15$/,
    dialects: BOTH,
    fields: ['finish'],
    reason: 'UNEXPECTED_TOOL_CALL is an end in error; `error` and `refusal` come nearest.',
  },
  {
    id: /pydantic-ai\/test_google\.jsonl:14$/,
    dialects: BOTH,
    fields: ['usage', 'isError'],
    reason: 'A prompt that was refused with a 200 and no candidate: for the caller a 400, content_filtered.',
  },
  {
    id: /js-genai\/recordings\.jsonl:(38|39|56|57)$/,
    dialects: BOTH,
    fields: ['finish'],
    reason: 'Google ran the tool itself: the call is shown, and nothing is left for the caller to run.',
  },
]
