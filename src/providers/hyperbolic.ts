import type { Provider } from '../core/provider.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://docs.hyperbolic.xyz/docs/rest-api */
export const hyperbolic: Provider = openAICompatible({
  kind: 'hyperbolic',
  baseUrl: 'https://api.hyperbolic.xyz/v1',
  apiKeyEnv: 'HYPERBOLIC_API_KEY',
  refuses: [...OPENAI_ALONE, 'cacheKey', 'serviceTier', 'tools'],
  maxTokensField: 'max_tokens',
  reasoningRequest: () => null,
  reasoningEcho: null,
  thinkTags: true,
})
