import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import { type AskedReasoning, LOW_HIGH_MAX, thinkingSwitch } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://platform.kimi.ai/docs/api/chat */
export const moonshot: Provider = openAICompatible({
  kind: 'moonshot',
  baseUrl: 'https://api.moonshot.ai/v1',
  apiKeyEnv: 'MOONSHOT_API_KEY',
  refuses: [
    ...OPEN_SAMPLING,
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'seed',
    'logitBias',
    'user',
    'serviceTier',
    'strictTools',
    'parallelToolCalls',
  ],
  // The platform fixes them, and answers 400 to any other value.
  refusesInReasoning: ['temperature', 'topP', 'n', 'frequencyPenalty', 'presencePenalty'],
  maxTokensField: 'max_completion_tokens',
  toolChoices: ['auto', 'none'],
  reasoningRequest,
  // https://platform.kimi.ai/docs/guide/use-kimi-k2-thinking-model
  wantsReasoningWithCalls: true,
  // https://platform.kimi.ai/docs/api/partial
  prefix: { message: { partial: true } },
  errorCodes: {
    exceeded_current_quota_error: 'provider_unauthorized',
    invalid_authentication_error: 'provider_unauthorized',
    rate_limit_reached_error: 'provider_rate_limited',
    resource_not_found_error: 'provider_model_missing',
  },
})

/** Kimi K3 always thinks, and takes an effort; those before are told to, or not to. */
function reasoningRequest(asked: AskedReasoning): JsonObject | null {
  if (!asked.model.startsWith('kimi-k3')) return thinkingSwitch(asked)
  return asked.isOn ? { reasoning_effort: LOW_HIGH_MAX[asked.effort] } : null
}
