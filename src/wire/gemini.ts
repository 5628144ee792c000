import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import type { Usage } from '../core/usage.ts'
import { type GeminiError, readGeminiError } from './gemini-error.ts'
import { readGeminiUsage } from './gemini-usage.ts'

/** One `GenerateContentResponse`: a whole answer, or one piece of a stream. https://ai.google.dev/api/generate-content */
export interface GeminiChunk {
  readonly id: string
  readonly model: string
  readonly candidates: readonly GeminiCandidate[]
  readonly usage: Usage | null
  /** Set when the prompt was refused. */
  readonly blockReason: string | null
  readonly error: GeminiError | null
}

export interface GeminiCandidate {
  readonly index: number
  readonly parts: readonly JsonObject[]
  readonly finishReason: string | null
  readonly groundingMetadata: JsonObject | null
  readonly citationMetadata: JsonObject | null
  readonly urlContextMetadata: JsonObject | null
  readonly logprobsResult: JsonObject | null
}

/** Reads what is there; a field of the wrong type counts as absent. */
export function readGeminiChunk(body: JsonObject): GeminiChunk {
  const feedback = objectOf(body.promptFeedback)
  const usage = objectOf(body.usageMetadata)
  return {
    id: stringOf(body.responseId) ?? '',
    model: stringOf(body.modelVersion) ?? '',
    candidates: objectsOf(body.candidates).map(readCandidate),
    usage: usage === null ? null : readGeminiUsage(usage),
    blockReason: stringOf(feedback?.blockReason),
    error: readGeminiError(body),
  }
}

/**
 * What rides in an opaque part and is no part of the conversation: a candidate's grounding and URL context, kept whole
 * under this key so that it can be shown in Gemini's own shape. It must never be sent back.
 */
export const CANDIDATE_METADATA = 'candidateMetadata'

export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null
}

export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** A non-empty string, or null. */
export function stringOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Vertex leaves out an index of 0, so a missing one is the position in the list. */
function readCandidate(candidate: JsonObject, position: number): GeminiCandidate {
  const { index } = candidate
  const isCount = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < CANDIDATES_MAX
  return {
    index: isCount ? index : position,
    parts: objectsOf(objectOf(candidate.content)?.parts),
    finishReason: stringOf(candidate.finishReason),
    groundingMetadata: objectOf(candidate.groundingMetadata),
    citationMetadata: objectOf(candidate.citationMetadata),
    urlContextMetadata: objectOf(candidate.urlContextMetadata),
    logprobsResult: objectOf(candidate.logprobsResult),
  }
}

/** The API gives at most 8; the bound keeps a broken index from making a list of that length. */
const CANDIDATES_MAX = 128
