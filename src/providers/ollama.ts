import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPEN_SAMPLING, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://docs.ollama.com/api/openai-compatibility */
export const ollama: Provider = openAICompatible({
  kind: 'ollama',
  baseUrl: 'http://127.0.0.1:11434/v1',
  apiKeyEnv: null,
  operations: EMBEDDINGS_ALONE,
  baseUrlEnv: 'OLLAMA_BASE_URL',
  refuses: [
    ...OPEN_SAMPLING,
    ...OPENAI_ALONE,
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'parallelToolCalls',
  ],
  maxTokensField: 'max_tokens',
  toolChoices: ['auto'],
  reasoningRequest: efforts({ none: 'none', ...LOW_TO_HIGH, max: 'max' }),
  reasoningEcho: 'reasoning',
})
