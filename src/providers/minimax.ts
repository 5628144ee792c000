import type { Provider } from '../core/provider.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * https://platform.minimax.io/docs/api-reference/text-openai-api
 *
 * Without `reasoning_split` its thoughts stand in the text, between tags. They have to come back with the conversation.
 */
export const minimax: Provider = openAICompatible({
  kind: 'minimax',
  baseUrl: 'https://api.minimax.io/v1',
  apiKeyEnv: 'MINIMAX_API_KEY',
  fields: { reasoning_split: true },
  refuses: [
    ...OPEN_SAMPLING,
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'frequencyPenalty',
    'presencePenalty',
    'seed',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'parallelToolCalls',
  ],
  toolChoices: ['auto', 'none'],
  // Its models always think.
  reasoningRequest: ({ isOn }) => (isOn ? {} : null),
  reasoningEcho: 'reasoning_details',
  // https://platform.minimax.io/docs/api-reference/errorcode
  errorCodes: {
    '1001': 'provider_timeout',
    '1002': 'provider_rate_limited',
    '1004': 'provider_unauthorized',
    '1008': 'provider_unauthorized',
    '1024': 'provider_error',
    '1026': 'content_filtered',
    '1027': 'content_filtered',
    '1033': 'provider_error',
    '1039': 'provider_rate_limited',
    '1041': 'provider_overloaded',
    '2013': 'invalid_request',
    '2049': 'provider_unauthorized',
  },
})
