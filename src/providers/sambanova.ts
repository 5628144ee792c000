import type { Provider } from '../core/provider.ts'
import { templateSwitch } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://docs.sambanova.ai/docs/en/features/openai-compatibility */
export const sambanova: Provider = openAICompatible({
  kind: 'sambanova',
  baseUrl: 'https://api.sambanova.ai/v1',
  apiKeyEnv: 'SAMBANOVA_API_KEY',
  refuses: [
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'minP',
    'repetitionPenalty',
    'frequencyPenalty',
    'presencePenalty',
    'seed',
    'logitBias',
    'n',
    'cacheKey',
    'serviceTier',
    'strictTools',
  ],
  maxTokensField: 'max_tokens',
  reasoningRequest: templateSwitch,
  reasoningEcho: 'reasoning',
  thinkTags: true,
})
