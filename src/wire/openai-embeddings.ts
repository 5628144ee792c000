import type { Vector } from '../core/embeddings.ts'
import type { JsonObject } from '../core/json.ts'
import { tokenCount, type Usage, usageOf } from '../core/usage.ts'
import { objectOf, objectsOf } from './openai-chat.ts'
import { readVector } from './vector.ts'

/**
 * The vectors of a list as OpenAI writes it, in the order of its inputs. Null where it is not a list of so many.
 * https://platform.openai.com/docs/api-reference/embeddings/object
 */
export function readVectors({ data }: JsonObject, count: number): readonly Vector[] | null {
  const items = objectsOf(data)
  if (items.length !== count) return null
  const vectors: (Vector | null)[] = Array.from({ length: count }, () => null)
  for (const [place, { index, embedding }] of items.entries()) {
    vectors[typeof index === 'number' ? index : place] = readVector(embedding)
  }
  return vectors.length === count && vectors.every((vector) => vector !== null) ? vectors : null
}

/** `usage` of an answer without output. Several who imitate OpenAI say the total alone. */
export function readInputUsage({ usage }: JsonObject): Usage | null {
  const said = objectOf(usage)
  const inputTokens = tokenCount(said?.prompt_tokens) || tokenCount(said?.total_tokens)
  return inputTokens === 0 ? null : usageOf({ inputTokens })
}
