import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { AnswerContext, OperationDialect } from '../../core/operation.ts'
import type { RerankAnswer, RerankRequest } from '../../core/rerank.ts'
import { unitsOf } from '../../core/usage.ts'
import { defined } from '../../wire/openai-chat.ts'
import { documentText } from '../../wire/ranking.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'

/** Cohere's, both versions, with the fields that Jina has added. https://docs.cohere.com/reference/rerank */
export const rerank: OperationDialect<RerankRequest, RerankAnswer> = {
  wire: 'rerank',
  parse,
  render,
}

/** Cohere's own maximum. */
const DOCUMENTS_MAX = 10_000
/** So many documents are one search unit. https://cohere.com/pricing */
const DOCUMENTS_PER_SEARCH = 100

function parse(body: JsonObject): RerankRequest {
  const fields = new Fields(body, '')
  const model = fields.required('model', fields.string('model'), 'a string')
  const query = fields.required('query', fields.string('query') || undefined, 'a text that is not empty')
  const documents = documentsOf(fields)
  const topN = fields.count('top_n')
  const returnsDocuments = fields.boolean('return_documents') ?? false
  return {
    model,
    query,
    documents,
    returnsDocuments,
    ...defined({ topN, user: fields.string('user') }),
    texts: [query, ...documents.map(documentText)],
    tokens: 0,
    units: unitsOf({ searches: Math.ceil(documents.length / DOCUMENTS_PER_SEARCH) }),
    extras: fields.rest() ?? {},
  }
}

function documentsOf(fields: Fields): RerankRequest['documents'] {
  const documents = fields.array('documents') ?? []
  if (documents.length === 0 || documents.length > DOCUMENTS_MAX)
    throw fields.refuse('documents', `a list of 1 to ${DOCUMENTS_MAX} documents`)
  return documents.map((document, place) => {
    if (typeof document === 'string' || isJsonObject(document)) return document
    throw invalid(`documents[${place}]`, 'a text or an object', document)
  })
}

function render(
  { id, results, usage }: RerankAnswer,
  { request, model, exchangeId }: AnswerContext<RerankRequest>,
): JsonObject {
  const { documents, returnsDocuments, topN = documents.length } = request
  const searches = usage?.units?.searches ?? 0
  const tokens = usage?.inputTokens ?? 0
  return {
    id: id === '' ? exchangeId : id,
    model,
    results: results.slice(0, topN).map(({ index, score }) => ({
      index,
      relevance_score: score,
      ...(returnsDocuments ? { document: shown(documents[index]) } : {}),
    })),
    meta: { api_version: { version: '2' }, billed_units: searches > 0 ? { search_units: searches } : {} },
    usage: { total_tokens: tokens, ...(searches > 0 ? { search_units: searches } : {}) },
  }
}

function shown(document: string | JsonObject | undefined): JsonObject {
  return typeof document === 'string' || document === undefined ? { text: document ?? '' } : document
}
