import type { JsonObject } from '../../core/json.ts'
import type { OperationCodec } from '../../core/operation.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { RerankAnswer, RerankRequest } from '../../core/rerank.ts'
import { defined, textOf } from '../../wire/openai-chat.ts'
import { readInputUsage } from '../../wire/openai-embeddings.ts'
import { readRanking } from '../../wire/ranking.ts'

/**
 * OpenAI has none. Those who imitate its API serve Jina's and Cohere's beside it, which differ in nothing that is used
 * here: vLLM, llama.cpp, Infinity. https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html#re-rank-api
 */
export const rerank: OperationCodec<RerankRequest, RerankAnswer> = {
  wire: 'rerank',
  path: () => '/rerank',
  encode,
  decode: decodeRerank,
}

function encode(request: RerankRequest, { model }: EncodeTarget): EncodedRequest {
  const { query, documents, topN, returnsDocuments, user, extras } = request
  return {
    body: { model, query, documents, ...defined({ top_n: topN }), return_documents: returnsDocuments },
    dropped: [...(user === undefined ? [] : ['user']), ...Object.keys(extras)],
  }
}

export function decodeRerank(body: JsonObject, request: RerankRequest): RerankAnswer | null {
  const results = readRanking(body.results, request)
  if (results === null) return null
  return { id: textOf(body.id), model: textOf(body.model) || null, results, usage: readInputUsage(body) }
}
