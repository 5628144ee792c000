import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * Workers AI.
 *
 * https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/
 */
export const cloudflare: Provider = openAICompatible({
  kind: 'cloudflare',
  baseUrl: 'https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1',
  apiKeyEnv: 'CLOUDFLARE_API_KEY',
  settings: [
    {
      name: 'account_id',
      about: 'The account that pays.',
      type: 'text',
      pattern: /^[0-9a-f]{32}$/,
      env: 'CLOUDFLARE_ACCOUNT_ID',
      isRequired: true,
      to: { place: 'address' },
    },
  ],
  refuses: [
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'minP',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
  ],
  maxTokensField: 'max_tokens',
  reasoningRequest: efforts({ none: null, ...LOW_TO_HIGH }),
  thinkTags: true,
  // https://developers.cloudflare.com/workers-ai/platform/errors/
  errorCodes: {
    '3036': 'provider_rate_limited',
    '3040': 'provider_overloaded',
    '5007': 'provider_model_missing',
    '10000': 'provider_unauthorized',
  },
})
