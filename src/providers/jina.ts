import type { EmbeddingPurpose } from '../core/embeddings.ts'
import type { OperationCodecs } from '../core/operation.ts'
import type { Provider } from '../core/provider.ts'
import { defined } from '../wire/openai-chat.ts'
import { openAICompatible } from './openai-compatible.ts'
import { decodeEmbeddings } from './openai-operations/embeddings.ts'
import { rerank } from './openai-operations/rerank.ts'

const operations: OperationCodecs = {
  embeddings: {
    wire: 'jina-embeddings',
    path: () => '/embeddings',
    takes: ({ inputs }) => inputs.every((input) => typeof input === 'string'),
    encode({ inputs, dimensions, encoding, purpose, user, extras }, { model }) {
      const { truncate, late_chunking, ...others } = extras
      return {
        body: {
          model,
          input: inputs,
          embedding_type: encoding,
          ...defined({
            task: purpose === undefined ? undefined : TASKS[purpose],
            dimensions,
            truncate,
            late_chunking,
          }),
        },
        dropped: [...(user === undefined ? [] : ['user']), ...Object.keys(others)],
      }
    },
    decode: decodeEmbeddings,
  },
  rerank,
}

const TASKS: Readonly<Record<EmbeddingPurpose, string>> = {
  query: 'retrieval.query',
  document: 'retrieval.passage',
  classification: 'classification',
  clustering: 'separation',
  similarity: 'text-matching',
}

/** https://jina.ai/embeddings · https://jina.ai/reranker */
export const jina: Provider = {
  ...openAICompatible({
    kind: 'jina',
    baseUrl: 'https://api.jina.ai/v1',
    apiKeyEnv: 'JINA_API_KEY',
    operations,
  }),
  chats: false,
}
