import type { Provider } from '../core/provider.ts'
import type { ChatSetting } from './openai-chat/settings.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://vercel.com/docs/ai-gateway/sdks-and-apis/openai-chat-completions */
export const vercel: Provider = openAICompatible({
  kind: 'vercel',
  baseUrl: 'https://ai-gateway.vercel.sh/v1',
  apiKeyEnv: 'AI_GATEWAY_API_KEY',
  // https://vercel.com/docs/ai-gateway/models-and-providers/provider-options
  settings: [
    preference('provider_order', 'order', 'Its providers, tried in this order.'),
    preference('provider_only', 'only', 'Its providers that may be used.'),
  ],
  takesCacheMarks: true,
  reasoningRequest: 'object',
  reasoningEcho: 'reasoning_details',
})

function preference(name: string, field: string, about: string): ChatSetting {
  const path = ['providerOptions', 'gateway', field]
  return { name, about, type: 'list', pattern: /^[a-zA-Z0-9._-]{1,100}$/, to: { place: 'field', path } }
}
