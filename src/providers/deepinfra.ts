import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://docs.deepinfra.com/chat/overview */
export const deepinfra: Provider = openAICompatible({
  kind: 'deepinfra',
  baseUrl: 'https://api.deepinfra.com/v1/openai',
  apiKeyEnv: 'DEEPINFRA_API_KEY',
  operations: EMBEDDINGS_ALONE,
  refuses: [
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'logitBias',
    'cacheKey',
    'serviceTier',
    'strictTools',
    'parallelToolCalls',
  ],
  maxTokensField: 'max_tokens',
  toolChoices: ['auto', 'none'],
  reasoningRequest: efforts({ none: 'none', ...LOW_TO_HIGH }),
  thinkTags: true,
})
