import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPEN_SAMPLING, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * The router before many hosts: `model:host` names one, `:fastest` and `:cheapest` choose.
 *
 * https://huggingface.co/docs/inference-providers/tasks/chat-completion
 */
export const huggingface: Provider = openAICompatible({
  kind: 'huggingface',
  baseUrl: 'https://router.huggingface.co/v1',
  apiKeyEnv: 'HF_TOKEN',
  refuses: [...OPEN_SAMPLING, ...OPENAI_ALONE, 'cacheKey', 'user', 'serviceTier', 'parallelToolCalls'],
  maxTokensField: 'max_tokens',
  reasoningRequest: efforts({ none: 'none', ...LOW_TO_HIGH }),
  thinkTags: true,
})
