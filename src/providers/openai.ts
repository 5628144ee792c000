import type { Provider } from '../core/provider.ts'
import { chatProvider } from './openai-chat/provider.ts'
import { realtime } from './openai-operations/realtime.ts'
import { OPENAI_OPERATIONS } from './openai-operations/index.ts'
import { responsesOf } from './openai-responses/provider.ts'

/** https://platform.openai.com/docs/api-reference/chat */
const chat: Provider = chatProvider({
  kind: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  apiKeyEnv: 'OPENAI_API_KEY',
  operations: OPENAI_OPERATIONS,
  isStrict: true,
  refuses: ['topK', 'minP', 'repetitionPenalty'],
  maxTokensField: 'max_completion_tokens',
  hasDeveloperRole: true,
  hasAllowedTools: true,
  takesFileUrls: false,
  reasonsWithoutSampling: true,
  reasoningEcho: null,
})

/** By either of its APIs: callers of Responses get what only that has, all others are answered by Chat Completions. */
export const openai: Provider = { ...chat, realtime, also: [responsesOf(chat)] }
