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

/** Canonical usage as `usageMetadata`. It has no word for tokens written to a cache. */
export function writeGeminiUsage(usage: Usage): JsonObject {
  const { inputTokens, outputTokens, cacheReadTokens, reasoningTokens } = usage
  return {
    promptTokenCount: inputTokens,
    ...(cacheReadTokens > 0 ? { cachedContentTokenCount: cacheReadTokens } : {}),
    candidatesTokenCount: outputTokens - reasoningTokens,
    ...(reasoningTokens > 0 ? { thoughtsTokenCount: reasoningTokens } : {}),
    totalTokenCount: inputTokens + outputTokens,
    ...details('promptTokensDetails', inputTokens, usage.audioInputTokens, usage.imageInputTokens),
    ...details(
      'candidatesTokensDetails',
      outputTokens - reasoningTokens,
      usage.audioOutputTokens,
      usage.imageOutputTokens,
    ),
  }
}

/** Only where there is more than text to tell apart. */
function details(name: string, all: number, audio: number, image: number): JsonObject {
  if (audio === 0 && image === 0) return {}
  const counts = { TEXT: Math.max(0, all - audio - image), AUDIO: audio, IMAGE: image }
  const present = Object.entries(counts).filter(([, tokenCount]) => tokenCount > 0)
  return { [name]: present.map(([modality, tokenCount]) => ({ modality, tokenCount })) }
}
