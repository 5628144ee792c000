import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://lmstudio.ai/docs/developer/openai-compat/chat-completions */
export const lmstudio: Provider = openAICompatible({
  kind: 'lmstudio',
  baseUrl: 'http://127.0.0.1:1234/v1',
  apiKeyEnv: null,
  operations: EMBEDDINGS_ALONE,
  baseUrlEnv: 'LM_STUDIO_BASE_URL',
  refuses: [...OPENAI_ALONE, 'minP', 'n', 'cacheKey', 'user', 'serviceTier', 'parallelToolCalls'],
  fieldNames: { repetitionPenalty: 'repeat_penalty' },
  maxTokensField: 'max_tokens',
  formats: ['json-schema'],
  toolChoices: ['auto', 'none', 'required'],
  reasoningRequest: efforts({ none: null, ...LOW_TO_HIGH }),
  thinkTags: true,
})
