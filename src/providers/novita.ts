import type { Provider } from '../core/provider.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion */
export const novita: Provider = openAICompatible({
  kind: 'novita',
  baseUrl: 'https://api.novita.ai/openai/v1',
  apiKeyEnv: 'NOVITA_API_KEY',
  refuses: [...OPENAI_ALONE, 'cacheKey', 'user', 'serviceTier', 'parallelToolCalls'],
  maxTokensField: 'max_tokens',
  reasoningRequest: ({ isOn }) => ({ enable_thinking: isOn }),
  thinkTags: true,
  errorCodes: {
    INVALID_API_KEY: 'provider_unauthorized',
    NOT_ENOUGH_BALANCE: 'provider_unauthorized',
    MODEL_NOT_FOUND: 'provider_model_missing',
    RATE_LIMIT_EXCEEDED: 'provider_rate_limited',
    TOKEN_LIMIT_EXCEEDED: 'provider_rate_limited',
    SERVICE_NOT_AVAILABLE: 'provider_overloaded',
  },
})
