import type { Provider } from '../core/provider.ts'
import { efforts, LOW_TO_HIGH } from './openai-chat/reasoning-words.ts'
import { OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://docs.x.ai/developers/rest-api-reference/inference/chat */
export const xai: Provider = openAICompatible({
  kind: 'xai',
  baseUrl: 'https://api.x.ai/v1',
  apiKeyEnv: 'XAI_API_KEY',
  refuses: [...OPEN_SAMPLING, 'logitBias', 'modalities', 'verbosity', 'audio', 'store', 'tags'],
  refusesInReasoning: ['frequencyPenalty', 'presencePenalty', 'stop'],
  maxTokensField: 'max_completion_tokens',
  reasoningRequest: efforts({ none: 'none', ...LOW_TO_HIGH }),
  reasoningEcho: null,
})
