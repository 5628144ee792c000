import type { Provider } from '../core/provider.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * A gateway whose models have no author before their names: `claude-sonnet-4.6`.
 *
 * https://tokenmix.ai/docs/chat-completions
 */
export const tokenmix: Provider = openAICompatible({
  kind: 'tokenmix',
  baseUrl: 'https://api.tokenmix.ai/v1',
  apiKeyEnv: 'TOKENMIX_API_KEY',
})
