import type { JsonObject } from '../core/json.ts'
import type { Provider } from '../core/provider.ts'
import { type AskedReasoning, efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://console.groq.com/docs/openai */
export const groq: Provider = openAICompatible({
  kind: 'groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  apiKeyEnv: 'GROQ_API_KEY',
  isStrict: true,
  refuses: [
    ...OPEN_SAMPLING,
    ...LOG_PROBABILITIES,
    'logitBias',
    'n',
    'modalities',
    'verbosity',
    'audio',
    'cacheKey',
    'cacheRetention',
    'name',
  ],
  maxTokensField: 'max_completion_tokens',
  reasoningRequest,
  reasoningEcho: 'reasoning',
  thinkTags: true,
  // Its own word for a flex tier that is full: https://console.groq.com/docs/errors
  statusCodes: { 498: 'provider_overloaded' },
})

const GPT_OSS = efforts({ none: null, ...LOW_TO_HIGH })

/** https://console.groq.com/docs/reasoning: Qwen is told whether to, GPT-OSS how much. */
function reasoningRequest(asked: AskedReasoning): JsonObject | null {
  const isSwitched = asked.model.startsWith('qwen')
  return isSwitched ? { reasoning_effort: asked.isOn ? 'default' : 'none' } : GPT_OSS(asked)
}
