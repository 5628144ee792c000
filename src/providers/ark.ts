import type { Provider } from '../core/provider.ts'
import { thinkingSwitch } from './openai-chat/reasoning-words.ts'
import { OPEN_SAMPLING, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * ByteDance's Ark. BytePlus serves the same abroad: `base_url: https://ark.ap-southeast.bytepluses.com/api/v3`.
 *
 * https://www.volcengine.com/docs/82379/1494384
 */
export const ark: Provider = openAICompatible({
  kind: 'ark',
  baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
  apiKeyEnv: 'ARK_API_KEY',
  refuses: [...OPENAI_ALONE, ...OPEN_SAMPLING, 'seed', 'n', 'cacheKey', 'user', 'name'],
  maxTokensField: 'max_tokens',
  reasoningRequest: thinkingSwitch,
  // https://www.volcengine.com/docs/82379/1359497
  prefix: {},
  // https://www.volcengine.com/docs/82379/1299023
  errorCodes: {
    AccountOverdueError: 'provider_unauthorized',
    AuthenticationError: 'provider_unauthorized',
    'InvalidEndpointOrModel.NotFound': 'provider_model_missing',
    ModelNotOpen: 'provider_model_missing',
    RateLimitExceeded: 'provider_rate_limited',
    'RateLimitExceeded.EndpointRPMExceeded': 'provider_rate_limited',
    'RateLimitExceeded.EndpointTPMExceeded': 'provider_rate_limited',
    SetLimitExceeded: 'provider_rate_limited',
    ServerOverloaded: 'provider_overloaded',
    SensitiveContentDetected: 'content_filtered',
    InputTextSensitiveContentDetected: 'content_filtered',
    OutputTextSensitiveContentDetected: 'content_filtered',
  },
})
