import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import type { AskedReasoning } from './openai-chat/reasoning-words.ts'
import { openAICompatible } from './openai-compatible.ts'

/** Alibaba Cloud Model Studio, also called DashScope. https://www.alibabacloud.com/help/en/model-studio/qwen-api-reference */
export const qwen: Provider = openAICompatible({
  kind: 'qwen',
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  apiKeyEnv: 'DASHSCOPE_API_KEY',
  refuses: [
    'minP',
    'frequencyPenalty',
    'logitBias',
    'verbosity',
    'cacheKey',
    'cacheRetention',
    'user',
    'serviceTier',
    'store',
    'tags',
  ],
  maxTokensField: 'max_tokens',
  takesCacheMarks: true,
  toolChoices: ['auto', 'none', 'named'],
  reasoningRequest: enableThinking,
  // https://www.alibabacloud.com/help/en/model-studio/partial-mode
  prefix: { message: { partial: true } },
  errorCodes: {
    Arrearage: 'provider_unauthorized',
    InvalidApiKey: 'provider_unauthorized',
    ModelNotFound: 'provider_model_missing',
    limit_requests: 'provider_rate_limited',
    limit_burst_rate: 'provider_rate_limited',
    Throttling: 'provider_rate_limited',
    'Throttling.RateQuota': 'provider_rate_limited',
    'Throttling.AllocationQuota': 'provider_rate_limited',
    DataInspectionFailed: 'content_filtered',
  },
})

/** https://www.alibabacloud.com/help/en/model-studio/deep-thinking */
function enableThinking({ isOn, budgetTokens }: AskedReasoning): JsonObject | null {
  const budget = isOn && budgetTokens !== null ? { thinking_budget: budgetTokens } : {}
  return { enable_thinking: isOn, ...budget }
}
