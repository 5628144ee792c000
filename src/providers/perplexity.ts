import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * Searches the web for each answer, and lists its sources beside it. The options of the search pass as they are.
 *
 * https://docs.perplexity.ai/api-reference/sonar-post
 */
export const perplexity: Provider = openAICompatible({
  kind: 'perplexity',
  baseUrl: 'https://api.perplexity.ai',
  apiKeyEnv: 'PERPLEXITY_API_KEY',
  refuses: [
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'minP',
    'repetitionPenalty',
    'seed',
    'stop',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'name',
    'tools',
  ],
  maxTokensField: 'max_tokens',
  reportsUsageUnasked: true,
  formats: ['json-schema'],
  reasoningRequest: efforts({ none: null, ...LOW_TO_HIGH, minimal: 'minimal' }),
  reasoningEcho: null,
  thinkTags: true,
})
