import type { Provider } from '../core/provider.ts'
import type { ChatSetting } from './openai-chat/settings.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://portkey.ai/docs/api-reference/inference-api/headers */
export const portkey: Provider = openAICompatible({
  kind: 'portkey',
  baseUrl: 'https://api.portkey.ai/v1',
  apiKeyEnv: 'PORTKEY_API_KEY',
  credential: { header: 'x-portkey-api-key' },
  settings: [
    header('virtual_key', 'The key that it keeps for you.'),
    header('config', 'The id of one of its configurations.'),
    header('provider', 'Which of its providers, as `@name`.'),
    header('trace_id', 'Under which trace all is filed.'),
  ],
  takesCacheMarks: true,
})

function header(name: string, about: string): ChatSetting {
  const to = { place: 'header', name: `x-portkey-${name.replace('_', '-')}` } as const
  return { name, about, type: 'text', pattern: /^[\x21-\x7e]{1,500}$/, to }
}
