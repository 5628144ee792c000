import type { Provider } from '../core/provider.ts'
import type { ChatApi } from './openai-chat/api.ts'
import { chatProvider } from './openai-chat/provider.ts'
import { withSettings } from './openai-chat/settings.ts'
import { takesNatively } from './openai-chat/takes-natively.ts'
import { realtime } from './openai-operations/realtime.ts'
import { COMPATIBLE_OPERATIONS } from './openai-operations/index.ts'

/**
 * One of the many APIs that imitate OpenAI's, by how it differs from the rest of them:
 *
 *   export const groq = openAICompatible({
 *     kind: 'groq',
 *     baseUrl: 'https://api.groq.com/openai/v1',
 *     apiKeyEnv: 'GROQ_API_KEY',
 *     statusCodes: { 498: 'provider_overloaded' },
 *   })
 */
export function openAICompatible(api: ChatApi): Provider {
  const { settings } = api
  return {
    ...chatProvider(api),
    takesNatively: (request, target) => takesNatively(request, target, api),
    ...(settings === undefined
      ? {}
      : { settings, configure: (said) => openAICompatible(withSettings(api, said)) }),
  }
}

/** Any server of that kind: vLLM, Ollama, llama.cpp, LM Studio, … The configuration gives its address. */
export const openaiCompatible: Provider = {
  realtime,
  ...openAICompatible({
    kind: 'openai-compatible',
    baseUrl: null,
    apiKeyEnv: null,
    operations: COMPATIBLE_OPERATIONS,
  }),
}
