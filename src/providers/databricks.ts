import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import { type AskedReasoning, EFFORT_BUDGETS, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/api-reference */
export const databricks: Provider = openAICompatible({
  kind: 'databricks',
  baseUrl: '{host}/serving-endpoints',
  apiKeyEnv: 'DATABRICKS_TOKEN',
  settings: [
    {
      name: 'host',
      about: "The workspace's address, `https://…`.",
      type: 'text',
      pattern: /^https:\/\/[a-z0-9.-]{4,200}$/,
      env: 'DATABRICKS_HOST',
      isRequired: true,
      to: { place: 'address' },
    },
  ],
  refuses: [
    ...OPENAI_ALONE,
    'minP',
    'frequencyPenalty',
    'presencePenalty',
    'repetitionPenalty',
    'seed',
    'logitBias',
    'cacheKey',
    'user',
    'serviceTier',
    'name',
    'parallelToolCalls',
  ],
  maxTokensField: 'max_tokens',
  reasoningRequest,
  reasoningEcho: null,
  // Thoughts are chunks of the content.
  answersOddly: true,
  errorCodes: {
    BAD_REQUEST: 'invalid_request',
    PERMISSION_DENIED: 'provider_unauthorized',
    REQUEST_LIMIT_EXCEEDED: 'provider_rate_limited',
    RESOURCE_DOES_NOT_EXIST: 'provider_model_missing',
    TEMPORARILY_UNAVAILABLE: 'provider_overloaded',
  },
})

/** Claude is given a budget, all others an effort: https://docs.databricks.com/aws/en/machine-learning/model-serving/query-reason-models */
function reasoningRequest({ isOn, effort, budgetTokens, model }: AskedReasoning): JsonObject | null {
  if (!isOn || effort === 'none') return null
  if (!model.includes('claude')) return { reasoning_effort: LOW_TO_HIGH[effort] }
  return { thinking: { type: 'enabled', budget_tokens: budgetTokens ?? EFFORT_BUDGETS[effort] } }
}
