import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import { type AskedReasoning, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://docs.together.ai/reference/chat-completions-1 */
export const together: Provider = openAICompatible({
  kind: 'together',
  baseUrl: 'https://api.together.ai/v1',
  apiKeyEnv: 'TOGETHER_API_KEY',
  operations: EMBEDDINGS_ALONE,
  refuses: [...OPENAI_ALONE, 'cacheKey', 'user', 'serviceTier', 'strictTools', 'parallelToolCalls'],
  maxTokensField: 'max_tokens',
  reasoningRequest,
  reasoningEcho: 'reasoning',
  thinkTags: true,
})

/** https://docs.together.ai/docs/inference/chat/reasoning: GPT-OSS is told how much, all others whether to. */
function reasoningRequest({ isOn, effort, model }: AskedReasoning): JsonObject | null {
  if (!model.startsWith('openai/gpt-oss')) return { reasoning: { enabled: isOn } }
  return isOn && effort !== 'none' ? { reasoning_effort: LOW_TO_HIGH[effort] } : null
}
