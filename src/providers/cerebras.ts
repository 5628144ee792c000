import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://inference-docs.cerebras.ai/resources/openai */
export const cerebras: Provider = openAICompatible({
  kind: 'cerebras',
  baseUrl: 'https://api.cerebras.ai/v1',
  apiKeyEnv: 'CEREBRAS_API_KEY',
  isStrict: true,
  refuses: [
    ...OPEN_SAMPLING,
    ...OPENAI_ALONE,
    'frequencyPenalty',
    'presencePenalty',
    'logitBias',
    'n',
    'serviceTier',
    'parallelToolCalls',
  ],
  maxTokensField: 'max_completion_tokens',
  reasoningRequest: efforts({ none: 'none', ...LOW_TO_HIGH }),
  reasoningEcho: 'reasoning',
  errorCodes: {
    context_length_exceeded: 'context_length_exceeded',
    token_quota_exceeded: 'provider_rate_limited',
    request_quota_exceeded: 'provider_rate_limited',
    queue_exceeded: 'provider_overloaded',
  },
})
