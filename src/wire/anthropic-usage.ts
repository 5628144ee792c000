import { isJsonObject, type JsonObject } from '../core/json.ts'
import { tokenCount, type Usage, usageOf } from '../core/usage.ts'

/**
 * Anthropic counts uncached input only; tokens read from and written to the cache stand beside it:
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching#tracking-cache-performance
 */
export function readUsage(usage: JsonObject): Usage {
  const lifetimes = isJsonObject(usage.cache_creation) ? usage.cache_creation : {}
  const details = isJsonObject(usage.output_tokens_details) ? usage.output_tokens_details : {}
  const read = tokenCount(usage.cache_read_input_tokens)
  const oneHour = tokenCount(lifetimes.ephemeral_1h_input_tokens)
  const fiveMinutes = tokenCount(lifetimes.ephemeral_5m_input_tokens)
  // The total is newer than its split: `message_delta` repeats only the total.
  const written = Math.max(tokenCount(usage.cache_creation_input_tokens), oneHour + fiveMinutes)
  return usageOf({
    inputTokens: tokenCount(usage.input_tokens) + read + written,
    outputTokens: tokenCount(usage.output_tokens),
    cacheReadTokens: read,
    cacheWriteTokens: written - oneHour,
    cacheWrite1hTokens: oneHour,
    reasoningTokens: tokenCount(details.thinking_tokens),
  })
}

export function writeUsage(usage: Usage): JsonObject {
  const written = usage.cacheWriteTokens + usage.cacheWrite1hTokens
  return {
    input_tokens: Math.max(usage.inputTokens - usage.cacheReadTokens - written, 0),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWriteTokens,
      ephemeral_1h_input_tokens: usage.cacheWrite1hTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: usage.reasoningTokens },
  }
}

/** Usage fields that the canonical form has no word for: tier, place, server tools, iterations. */
export function otherUsage(usage: JsonObject): JsonObject {
  const entries = Object.entries(usage).filter(([name, value]) => !COUNTED.has(name) && value !== null)
  return Object.fromEntries(entries)
}

const COUNTED: ReadonlySet<string> = new Set([
  'input_tokens',
  'output_tokens',
  'output_tokens_details',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation',
])
