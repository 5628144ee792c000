import type { EmbeddingsRequest } from '../core/embeddings.ts'
import type { OperationCodecs } from '../core/operation.ts'
import type { Provider } from '../core/provider.ts'
import type { RerankRequest } from '../core/rerank.ts'
import { defined, textOf } from '../wire/openai-chat.ts'
import { readInputUsage } from '../wire/openai-embeddings.ts'
import { documentText, readRanking } from '../wire/ranking.ts'
import { openAICompatible } from './openai-compatible.ts'
import { decodeEmbeddings } from './openai-operations/embeddings.ts'

const INPUTS_MAX = 1_000

const operations: OperationCodecs = {
  embeddings: {
    wire: 'voyage-embeddings',
    path: () => '/embeddings',
    takes: ({ inputs }: EmbeddingsRequest) =>
      inputs.length <= INPUTS_MAX && inputs.every((input) => typeof input === 'string'),
    encode({ inputs, dimensions, encoding, purpose, user, extras }, { model }) {
      const isKnown = purpose === 'query' || purpose === 'document'
      const { truncation, ...others } = extras
      return {
        body: {
          model,
          input: inputs,
          ...defined({
            input_type: isKnown ? purpose : undefined,
            output_dimension: dimensions,
            // Numbers are what it sends where nothing is asked for, and it has no word for them.
            encoding_format: encoding === 'base64' ? encoding : undefined,
            truncation,
          }),
        },
        dropped: [
          ...(purpose === undefined || isKnown ? [] : ['purpose']),
          ...(user === undefined ? [] : ['user']),
          ...Object.keys(others),
        ],
      }
    },
    decode: decodeEmbeddings,
  },
  rerank: {
    wire: 'voyage-rerank',
    path: () => '/rerank',
    takes: ({ documents }: RerankRequest) => documents.length <= INPUTS_MAX,
    encode({ query, documents, topN, user, extras }, { model }) {
      const { truncation, ...others } = extras
      return {
        body: {
          model,
          query,
          documents: documents.map(documentText),
          ...defined({ top_k: topN, truncation }),
        },
        dropped: [...(user === undefined ? [] : ['user']), ...Object.keys(others)],
      }
    },
    decode(body, request) {
      const results = readRanking(body.data, request)
      return results === null
        ? null
        : { id: '', model: textOf(body.model) || null, results, usage: readInputUsage(body) }
    },
  },
}

/** https://docs.voyageai.com/reference/embeddings-api · https://docs.voyageai.com/reference/reranker-api */
export const voyage: Provider = {
  ...openAICompatible({
    kind: 'voyage',
    baseUrl: 'https://api.voyageai.com/v1',
    apiKeyEnv: 'VOYAGE_API_KEY',
    operations,
  }),
  chats: false,
}
