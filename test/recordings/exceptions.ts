import type { Substance } from './substance.ts'
import type { Column } from './tally.ts'

/** Where an answer does not say the same on the other side, and why that is as it should be. */
export interface Exception {
  readonly recording: string
  readonly dialect: Column
  readonly what: keyof Substance
  readonly reason: string
}

const PAUSE = 'Chat Completions has no word for a turn that is paused; `native_finish_reason` says it.'
const REFUSED =
  'Chat Completions says `content_filter` of every refusal; `native_finish_reason` tells them apart.'
const WINDOW = 'Chat Completions says `length` whatever was full; `native_finish_reason` tells them apart.'
const FILTERED = 'Of Anthropic’s words `refusal` alone says that an answer was withheld.'
const BROKEN = 'An answer that went wrong must not look whole; of Anthropic’s words `refusal` alone says so.'
const ODD = 'A reason that nobody knows: clients take only the words of their format, and the answer did end.'
const NO_REFUSALS = 'Anthropic’s format has no refusal in an answer: its words are the text.'
const SPOKEN = 'Anthropic’s format has no sound: the transcript of a spoken answer is its text.'
const REFUSED_GEMINI = 'Gemini says `SAFETY` of every answer that was withheld.'
const CALLED = 'Google’s client sees calls, which here the provider’s own code has made, and `STOP`.'
const PAUSE_GEMINI = 'Gemini has no word for a turn that is paused.'
const WINDOW_GEMINI = 'Gemini says `MAX_TOKENS` whatever was full.'
const NO_REFUSALS_GEMINI = 'Gemini’s format has no refusal in an answer: its words are the text.'
const COUNTED_TWICE = 'OpenRouter counts 2,161 tokens as both read and written, of an input of 2,168.'
const MORE_REASONING = 'It counts 11 tokens of reasoning in an output of 10, and only 10 can be.'
const NO_COUNTS =
  'A stream that breaks off ends with the error: the caller gets no figures, the record has them.'

export const EXCEPTIONS: readonly Exception[] = [
  except('pydantic-ai/test_cache.jsonl:10', 'native', 'usage', COUNTED_TWICE),
  except('pydantic-ai/test_cache.jsonl:10', 'openai', 'usage', COUNTED_TWICE),
  except('pydantic-ai/test_cache.jsonl:10', 'anthropic', 'usage', COUNTED_TWICE),
  except('pydantic-ai/test_openrouter.jsonl:9', 'native', 'usage', MORE_REASONING),
  except('pydantic-ai/test_openrouter.jsonl:9', 'openai', 'usage', NO_COUNTS),
  except('pydantic-ai/test_openrouter.jsonl:9', 'anthropic', 'usage', NO_COUNTS),
  except('envoy-ai-gateway/openai-cassettes.jsonl:11', 'anthropic', 'text', SPOKEN),
  except('vercel-ai/anthropic/anthropic-refusal.chunks.txt', 'openai', 'finish', REFUSED),
  except('vercel-ai/anthropic/anthropic-refusal.json', 'openai', 'finish', REFUSED),
  except('pydantic-ai/extra_parallel_streams_and_pause_turn.jsonl:11', 'openai', 'finish', PAUSE),
  except('pydantic-ai/test_google.jsonl:15', 'anthropic', 'finish', FILTERED),
  except('pydantic-ai/test_multimodal_tool_returns.jsonl:15', 'anthropic', 'finish', BROKEN),
  except('synthetic/openai/content_filter', 'anthropic', 'finish', FILTERED),
  except('synthetic/openai/content_filter (whole)', 'anthropic', 'finish', FILTERED),
  except('synthetic/openai/odd finish', 'openai', 'finish', ODD),
  except('synthetic/openai/odd finish', 'anthropic', 'finish', ODD),
  except('synthetic/openai/odd finish (whole)', 'openai', 'finish', ODD),
  except('synthetic/openai/odd finish (whole)', 'anthropic', 'finish', ODD),
  except('synthetic/openai/refusal', 'anthropic', 'text', NO_REFUSALS),
  except('synthetic/openai/refusal', 'anthropic', 'refusal', NO_REFUSALS),
  except('synthetic/openai/refusal (whole)', 'anthropic', 'text', NO_REFUSALS),
  except('synthetic/openai/refusal (whole)', 'anthropic', 'refusal', NO_REFUSALS),
  except('synthetic/anthropic/context window', 'openai', 'finish', WINDOW),
  except('synthetic/anthropic/context window (whole)', 'openai', 'finish', WINDOW),
  except('synthetic/gemini/malformed call', 'anthropic', 'finish', BROKEN),
  except('synthetic/gemini/malformed call (whole)', 'anthropic', 'finish', BROKEN),
  except('vercel-ai/anthropic/anthropic-refusal.chunks.txt', 'gemini', 'finish', REFUSED_GEMINI),
  except('vercel-ai/anthropic/anthropic-refusal.json', 'gemini', 'finish', REFUSED_GEMINI),
  except('vercel-ai/anthropic/anthropic-programmatic-tool-calling.1.json', 'gemini', 'finish', CALLED),
  except('pydantic-ai/extra_parallel_streams_and_pause_turn.jsonl:11', 'gemini', 'finish', PAUSE_GEMINI),
  except('pydantic-ai/test_openrouter.jsonl:9', 'gemini', 'usage', NO_COUNTS),
  except('synthetic/openai/refusal', 'gemini', 'text', NO_REFUSALS_GEMINI),
  except('synthetic/openai/refusal', 'gemini', 'refusal', NO_REFUSALS_GEMINI),
  except('synthetic/openai/refusal (whole)', 'gemini', 'text', NO_REFUSALS_GEMINI),
  except('synthetic/openai/refusal (whole)', 'gemini', 'refusal', NO_REFUSALS_GEMINI),
  except('synthetic/anthropic/context window', 'gemini', 'finish', WINDOW_GEMINI),
  except('synthetic/anthropic/context window (whole)', 'gemini', 'finish', WINDOW_GEMINI),
]

function except(recording: string, dialect: Column, what: keyof Substance, reason: string): Exception {
  return { recording, dialect, what, reason }
}
