import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { tokenCount } from '../../core/usage.ts'

/** `TokenUsage` in Anthropic's words: both count what is read from and written to the cache beside the input. */
export function readTokens(usage: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(usage)) return null
  const details = Array.isArray(usage.cacheDetails) ? usage.cacheDetails.filter(isJsonObject) : []
  const written = (ttl: string) =>
    details
      .filter((each) => each.ttl === ttl)
      .reduce((sum, { inputTokens }) => sum + tokenCount(inputTokens), 0)
  return {
    input_tokens: usage.inputTokens ?? 0,
    output_tokens: usage.outputTokens ?? 0,
    cache_read_input_tokens: usage.cacheReadInputTokens ?? 0,
    cache_creation_input_tokens: usage.cacheWriteInputTokens ?? 0,
    cache_creation: {
      ephemeral_5m_input_tokens: written('5m'),
      ephemeral_1h_input_tokens: written('1h'),
    },
  }
}
