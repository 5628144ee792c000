import type { JsonObject } from '../../core/json.ts'
import type { OperationCodec } from '../../core/operation.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { RerankAnswer, RerankRequest } from '../../core/rerank.ts'
import { tokenCount, unitsOf, type Usage, usageOf } from '../../core/usage.ts'
import { defined, objectOf, textOf } from '../../wire/openai-chat.ts'
import { documentText, readRanking } from '../../wire/ranking.ts'

/** https://docs.cohere.com/reference/rerank */
export const rerank: OperationCodec<RerankRequest, RerankAnswer> = {
  wire: 'cohere-rerank-v2',
  path: () => '/rerank',
  encode,
  decode,
}

/** Version 2 takes texts, and gives no documents back; the dialect puts in the caller's own. */
function encode(request: RerankRequest, { model }: EncodeTarget): EncodedRequest {
  const { query, documents, topN, user, extras } = request
  const { max_tokens_per_doc, priority, ...others } = extras
  return {
    body: {
      model,
      query,
      documents: documents.map(documentText),
      ...defined({ top_n: topN, max_tokens_per_doc, priority }),
    },
    dropped: [...(user === undefined ? [] : ['user']), ...Object.keys(others)],
  }
}

function decode(body: JsonObject, request: RerankRequest): RerankAnswer | null {
  const results = readRanking(body.results, request)
  return results === null ? null : { id: textOf(body.id), model: null, results, usage: usageIn(body) }
}

/** Ranking is billed by the search, embedding by the token. */
export function usageIn({ meta }: JsonObject): Usage | null {
  const billed = objectOf(objectOf(meta)?.billed_units)
  if (billed === null) return null
  const inputTokens = tokenCount(billed.input_tokens)
  const imageInputTokens = tokenCount(billed.image_tokens)
  const searches = tokenCount(billed.search_units)
  const tokens = { inputTokens: inputTokens + imageInputTokens, imageInputTokens }
  return usageOf(searches === 0 ? tokens : { ...tokens, units: unitsOf({ searches }) })
}
