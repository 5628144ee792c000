import type { Provider } from '../core/provider.ts'
import { embeddings } from './cohere-operations/embeddings.ts'
import { rerank } from './cohere-operations/rerank.ts'
import { openAICompatible } from './openai-compatible.ts'

/** What Cohere's API has beside chat. https://docs.cohere.com/reference/about */
export const cohereEmbeddings: Provider = {
  ...openAICompatible({
    kind: 'cohere-embeddings',
    baseUrl: 'https://api.cohere.com',
    apiKeyEnv: null,
    operations: { embeddings, rerank },
  }),
  chats: false,
}
