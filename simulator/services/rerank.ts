import { isJsonObject, type JsonValue } from '../../src/core/json.ts'
import { Failure } from '../failure.ts'
import { listAt, numberAt, textAt } from '../formats/fields.ts'
import { tokensOf } from '../text.ts'
import type { Service } from './service.ts'
import { DIMENSIONS, vectorOf } from './vectors.ts'

/**
 * Scores documents by the words that they share with the query. It answers as Cohere, Jina and Voyage at once do: each
 * reads the fields it knows. https://docs.cohere.com/reference/rerank
 */
export const rerank: Service = {
  answer(body, { seed, model }) {
    const query = textAt(body, 'query') ?? ''
    const documents = (listAt(body, 'documents') ?? []).map(textOf)
    if (query === '' || documents.length === 0)
      throw new Failure('invalid', 'invalid request: query and documents must be given')
    const wanted = vectorOf(query, DIMENSIONS, seed)
    const results = documents
      .map((document, index) => ({
        index,
        relevance_score: (1 + dot(wanted, vectorOf(document, DIMENSIONS, seed))) / 2,
      }))
      .sort((a, b) => b.relevance_score - a.relevance_score)
      .slice(0, numberAt(body, 'top_n') ?? numberAt(body, 'top_k') ?? documents.length)
    const tokens = [query, ...documents].reduce((sum, text) => sum + tokensOf(text).length, 0)
    const searches = Math.ceil(documents.length / DOCUMENTS_PER_SEARCH)
    return {
      body: {
        id: `rerank-${model}`,
        model,
        results,
        data: results,
        meta: { api_version: { version: '2' }, billed_units: { search_units: searches } },
        usage: { total_tokens: tokens },
      },
      tokens,
    }
  },
}

const DOCUMENTS_PER_SEARCH = 100

function textOf(document: JsonValue): string {
  if (typeof document === 'string') return document
  return isJsonObject(document) ? (textAt(document, 'text') ?? JSON.stringify(document)) : ''
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, number, place) => sum + number * (other[place] ?? 0), 0)
}
