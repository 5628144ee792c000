import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import { objectOf, objectsOf } from './gemini.ts'

/** `logprobsResult` as OpenAI's entries: the chosen tokens, each with its best rivals. */
export function readGeminiLogprobs(result: JsonObject): readonly JsonValue[] {
  const rivals = objectsOf(result.topCandidates)
  return objectsOf(result.chosenCandidates).map((chosen, position) => ({
    ...entry(chosen),
    top_logprobs: objectsOf(objectOf(rivals[position])?.candidates).map(entry),
  }))
}

function entry({ token, logProbability }: JsonObject): JsonObject {
  const text = typeof token === 'string' ? token : ''
  return {
    token: text,
    // proto3 leaves out a zero.
    logprob: typeof logProbability === 'number' ? logProbability : 0,
    bytes: [...Buffer.from(text)],
  }
}

/** The other way round: OpenAI's entries as `logprobsResult`. */
export function writeGeminiLogprobs(content: readonly JsonValue[]): JsonObject {
  const entries = content.filter(isJsonObject)
  return {
    chosenCandidates: entries.map(candidate),
    topCandidates: entries.map(({ top_logprobs }) => ({
      candidates: objectsOf(top_logprobs).map(candidate),
    })),
  }
}

function candidate({ token, logprob }: JsonObject): JsonObject {
  return { token: token ?? '', logProbability: logprob ?? 0 }
}
