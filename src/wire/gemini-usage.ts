import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import { tokenCount, type Usage, usageOf } from '../core/usage.ts'

/**
 * `usageMetadata` in canonical counts; null where it has none (Vertex sends `trafficType` alone on early chunks).
 * The prompt's count includes cached tokens; results of Google's own tools and thoughts are counted apart from prompt
 * and candidates, and billed as input and output. https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readGeminiUsage(metadata: JsonObject): Usage | null {
  if (!COUNTS.some((name) => typeof metadata[name] === 'number')) return null
  const inputTokens = tokenCount(metadata.promptTokenCount) + tokenCount(metadata.toolUsePromptTokenCount)
  const reasoningTokens = tokenCount(metadata.thoughtsTokenCount)
  const input = [metadata.promptTokensDetails, metadata.toolUsePromptTokensDetails]
  const output = [metadata.candidatesTokensDetails]
  return usageOf({
    inputTokens,
    outputTokens: tokenCount(metadata.candidatesTokenCount) + reasoningTokens,
    reasoningTokens,
    // Never more than the whole input, or the uncached rest would be negative.
    cacheReadTokens: Math.min(tokenCount(metadata.cachedContentTokenCount), inputTokens),
    audioInputTokens: ofModality(input, 'AUDIO'),
    imageInputTokens: ofModality(input, 'IMAGE'),
    audioOutputTokens: ofModality(output, 'AUDIO'),
    imageOutputTokens: ofModality(output, 'IMAGE'),
  })
}

const COUNTS = ['promptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount', 'toolUsePromptTokenCount']

function ofModality(lists: readonly (JsonValue | undefined)[], modality: string): number {
  return lists
    .flatMap((list) => (Array.isArray(list) ? list.filter(isJsonObject) : []))
    .filter((detail) => detail.modality === modality)
    .reduce((sum, detail) => sum + tokenCount(detail.tokenCount), 0)
}
