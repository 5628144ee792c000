import type { Provider } from '../core/provider.ts'
import { LOG_PROBABILITIES, OPEN_SAMPLING, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * A token with `models: read`. Not `GITHUB_TOKEN`, which is about in many places for other ends.
 *
 * https://docs.github.com/en/rest/models/inference
 */
export const githubModels: Provider = openAICompatible({
  kind: 'github-models',
  baseUrl: 'https://models.github.ai/inference',
  apiKeyEnv: 'GITHUB_MODELS_TOKEN',
  refuses: [
    ...OPEN_SAMPLING,
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
  ],
  hasDeveloperRole: true,
  reasoningEcho: null,
  errorCodes: { tokens_limit_reached: 'context_length_exceeded', unknown_model: 'provider_model_missing' },
})
