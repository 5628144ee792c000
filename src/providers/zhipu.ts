import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import { type AskedReasoning, LOW_HIGH_MAX, thinkingSwitch } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** Z.ai, Zhipu's international service. https://docs.z.ai/api-reference/llm/chat-completion */
export const zhipu: Provider = openAICompatible({
  kind: 'zhipu',
  baseUrl: 'https://api.z.ai/api/paas/v4',
  apiKeyEnv: 'ZHIPU_API_KEY',
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
    'serviceTier',
    'name',
    'parallelToolCalls',
  ],
  fieldNames: { user: 'user_id' },
  maxTokensField: 'max_tokens',
  reportsUsageUnasked: true,
  formats: ['json'],
  toolChoices: ['auto'],
  reasoningRequest,
  // https://docs.z.ai/api-reference/api-code
  errorCodes: {
    '1000': 'provider_unauthorized',
    '1001': 'provider_unauthorized',
    '1002': 'provider_unauthorized',
    '1003': 'provider_unauthorized',
    '1004': 'provider_unauthorized',
    '1113': 'provider_unauthorized',
    '1211': 'provider_model_missing',
    '1220': 'provider_unauthorized',
    '1261': 'context_length_exceeded',
    '1301': 'content_filtered',
    '1302': 'provider_rate_limited',
    '1303': 'provider_rate_limited',
    '1304': 'provider_rate_limited',
    '1305': 'provider_overloaded',
    '1308': 'provider_rate_limited',
  },
})

/** From GLM-5.2 on there are efforts; before, it is on or off: https://docs.z.ai/guides/capabilities/thinking-mode */
function reasoningRequest(asked: AskedReasoning): JsonObject | null {
  const hasEfforts = asked.isOn && /^glm-(?:5\.[2-9]|[6-9])/.test(asked.model)
  return { ...thinkingSwitch(asked), ...(hasEfforts ? { reasoning_effort: LOW_HIGH_MAX[asked.effort] } : {}) }
}
