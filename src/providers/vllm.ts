import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import { type AskedReasoning, LOW_TO_HIGH, templateSwitch } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { COMPATIBLE_OPERATIONS } from './openai-operations/index.ts'

/** https://docs.vllm.ai/en/latest/serving/openai_compatible_server/ */
export const vllm: Provider = openAICompatible({
  kind: 'vllm',
  baseUrl: 'http://127.0.0.1:8000/v1',
  apiKeyEnv: 'VLLM_API_KEY',
  operations: COMPATIBLE_OPERATIONS,
  baseUrlEnv: 'VLLM_BASE_URL',
  refuses: [...OPENAI_ALONE, 'cacheKey', 'serviceTier'],
  reasoningRequest,
  reasoningEcho: 'reasoning',
  thinkTags: true,
  prefix: { body: { add_generation_prompt: false, continue_final_message: true } },
})

/** GPT-OSS is told how much, all others, by their template, whether to. */
function reasoningRequest(asked: AskedReasoning): JsonObject | null {
  const { isOn, effort, model } = asked
  if (!model.includes('gpt-oss')) return templateSwitch(asked)
  return isOn && effort !== 'none' ? { reasoning_effort: LOW_TO_HIGH[effort] } : null
}
