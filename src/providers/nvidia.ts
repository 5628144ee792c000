import type { Provider } from '../core/provider.ts'
import { templateSwitch } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://docs.api.nvidia.com/nim/reference/llm-apis */
export const nvidia: Provider = openAICompatible({
  kind: 'nvidia',
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  apiKeyEnv: 'NVIDIA_API_KEY',
  isStrict: true,
  refuses: [
    ...OPENAI_ALONE,
    'minP',
    'repetitionPenalty',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'strictTools',
  ],
  maxTokensField: 'max_tokens',
  reasoningRequest: templateSwitch,
  thinkTags: true,
})
