import type { Provider } from '../core/provider.ts'
import { templateSwitch } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md */
export const llamacpp: Provider = openAICompatible({
  kind: 'llamacpp',
  baseUrl: 'http://127.0.0.1:8080/v1',
  apiKeyEnv: null,
  operations: EMBEDDINGS_ALONE,
  baseUrlEnv: 'LLAMACPP_BASE_URL',
  refuses: [...OPENAI_ALONE, 'n', 'cacheKey', 'user', 'serviceTier'],
  fieldNames: { repetitionPenalty: 'repeat_penalty' },
  reasoningRequest: templateSwitch,
  thinkTags: true,
  prefix: {},
})
