import type { JsonObject, JsonValue } from '../core/json.ts'
import { tokenCount, type Usage, usageOf } from '../core/usage.ts'
import { objectOf } from './openai-chat.ts'

/**
 * Reads `usage` of a Chat Completions answer, in every dialect of it seen in the wild. Null where it counts nothing:
 * some providers send zeros before they know.
 *
 * OpenAI's `prompt_tokens` includes cached input and its `completion_tokens` includes reasoning. Where a provider
 * leaves one of them out, its own total gives it away.
 */
export function readUsage(usage: JsonObject): Usage | null {
  const prompt = tokenCount(usage.prompt_tokens)
  const completion = tokenCount(usage.completion_tokens)
  if (prompt === 0 && completion === 0) return null
  const input = objectOf(usage.prompt_tokens_details) ?? {}
  const output = objectOf(usage.completion_tokens_details) ?? {}
  const cacheReadTokens = firstCount(
    input.cached_tokens,
    usage.prompt_cache_hit_tokens, // DeepSeek.
    usage.cached_tokens, // Moonshot.
    usage.num_cached_tokens, // Mistral, Together.
  )
  const written = firstCount(input.cache_write_tokens, usage.cache_creation_input_tokens) // The latter: LiteLLM.
  const reasoning = firstCount(output.reasoning_tokens, usage.reasoning_tokens)
  const cached = cacheReadTokens + written
  const uncounted = Math.max(0, tokenCount(usage.total_tokens) - prompt - completion)
  const leavesOutCache = cacheReadTokens > prompt || (uncounted > 0 && uncounted === cached)
  // xAI counts reasoning apart; Gemini's OpenAI endpoint counts it in the total alone.
  const leavesOutReasoning = uncounted > 0 && !leavesOutCache && (reasoning === 0 || uncounted === reasoning)
  const outputTokens = leavesOutReasoning ? completion + uncounted : completion
  return usageOf({
    inputTokens: leavesOutCache ? prompt + cached : prompt,
    outputTokens,
    cacheReadTokens,
    // OpenRouter counts the same tokens of Gemini's as read and as written.
    cacheWriteTokens: leavesOutCache ? written : Math.min(written, prompt - cacheReadTokens),
    reasoningTokens: leavesOutReasoning ? uncounted : Math.min(reasoning, outputTokens),
    audioInputTokens: tokenCount(input.audio_tokens),
    audioOutputTokens: tokenCount(output.audio_tokens),
    imageInputTokens: tokenCount(input.image_tokens),
    imageOutputTokens: tokenCount(output.image_tokens),
  })
}

/** Canonical usage in OpenAI's fields, and OpenRouter's for what OpenAI does not count. */
export function renderUsage(usage: Usage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens + usage.cacheWrite1hTokens,
      audio_tokens: usage.audioInputTokens,
      ...(usage.imageInputTokens > 0 ? { image_tokens: usage.imageInputTokens } : {}),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: usage.audioOutputTokens,
      ...(usage.imageOutputTokens > 0 ? { image_tokens: usage.imageOutputTokens } : {}),
    },
  }
}

function firstCount(...values: readonly (JsonValue | undefined)[]): number {
  return values.map(tokenCount).find((count) => count > 0) ?? 0
}
