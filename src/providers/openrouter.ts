import type { Provider } from '../core/provider.ts'
import type { ChatSetting } from './openai-chat/settings.ts'
import { openAICompatible } from './openai-compatible.ts'
import { EMBEDDINGS_ALONE } from './openai-operations/index.ts'

/** https://openrouter.ai/docs/api-reference/chat-completion */
export const openrouter: Provider = openAICompatible({
  kind: 'openrouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  apiKeyEnv: 'OPENROUTER_API_KEY',
  operations: EMBEDDINGS_ALONE,
  // https://openrouter.ai/docs/features/provider-routing
  settings: [
    preference('provider_order', 'order', 'Its providers, tried in this order.'),
    preference('provider_only', 'only', 'Its providers that may be used.'),
    preference('provider_ignore', 'ignore', 'Its providers that may not be used.'),
    preference('quantizations', 'quantizations', 'The precisions that may be used, such as `fp8`.'),
    {
      name: 'data_collection',
      about: '`deny`: only providers that do not keep what they are sent.',
      type: 'text',
      pattern: /^(?:allow|deny)$/,
      to: { place: 'field', path: ['provider', 'data_collection'] },
    },
    {
      name: 'app_url',
      about: 'Your address, for its rankings.',
      type: 'text',
      pattern: /^https?:\/\/[\x21-\x7e]{1,200}$/,
      to: { place: 'header', name: 'http-referer' },
    },
    {
      name: 'app_title',
      about: 'Your name there.',
      type: 'text',
      pattern: /^[\x20-\x7e]{1,100}$/,
      to: { place: 'header', name: 'x-title' },
    },
  ],
  takesCacheMarks: true,
  reasoningRequest: 'object',
  reasoningEcho: 'reasoning_details',
  prefix: {},
  isGateway: true,
})

function preference(name: string, field: string, about: string): ChatSetting {
  const pattern = /^[a-z0-9._/-]{1,100}$/
  return { name, about, type: 'list', pattern, to: { place: 'field', path: ['provider', field] } }
}
