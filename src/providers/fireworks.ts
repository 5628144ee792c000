import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://docs.fireworks.ai/api-reference/post-chatcompletions */
export const fireworks: Provider = openAICompatible({
  kind: 'fireworks',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  apiKeyEnv: 'FIREWORKS_API_KEY',
  operations: EMBEDDINGS_ALONE,
  refuses: [...OPENAI_ALONE, 'cacheKey', 'serviceTier'],
  maxTokensField: 'max_tokens',
  // https://docs.fireworks.ai/guides/reasoning
  reasoningRequest: efforts({ none: 'none', ...LOW_TO_HIGH }),
  thinkTags: true,
})
