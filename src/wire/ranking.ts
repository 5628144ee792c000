import type { JsonObject, JsonValue } from '../core/json.ts'
import type { Ranked, RerankRequest } from '../core/rerank.ts'
import { objectsOf } from './openai-chat.ts'

/** A list of `{ index, relevance_score }`, as all who rank documents write it. Null where it is none for them. */
export function readRanking(
  value: JsonValue | undefined,
  { documents }: RerankRequest,
): readonly Ranked[] | null {
  if (!Array.isArray(value)) return null
  const results: Ranked[] = []
  for (const { index, relevance_score: score } of objectsOf(value)) {
    const isPlace = typeof index === 'number' && Number.isInteger(index) && index >= 0
    if (!isPlace || index >= documents.length || typeof score !== 'number') return null
    results.push({ index, score })
  }
  return results.length === value.length ? results : null
}

/** A document as text: of one with fields the one called so, or all of it. */
export function documentText(document: string | JsonObject): string {
  if (typeof document === 'string') return document
  return typeof document.text === 'string' ? document.text : JSON.stringify(document)
}
