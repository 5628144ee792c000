import type { Provider } from '../core/provider.ts'
import { LOW_HIGH_MAX, thinkingWithEffort } from './openai-chat/reasoning-words.ts'
import { OPENAI_ALONE, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * https://api-docs.deepseek.com/api/create-chat-completion
 *
 * Thinking is on unless it is turned off, and what was thought before a tool call has to come back with it:
 * https://api-docs.deepseek.com/guides/thinking_mode
 */
export const deepseek: Provider = openAICompatible({
  kind: 'deepseek',
  baseUrl: 'https://api.deepseek.com',
  apiKeyEnv: 'DEEPSEEK_API_KEY',
  refuses: [
    ...OPEN_SAMPLING,
    ...OPENAI_ALONE,
    'seed',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'parallelToolCalls',
  ],
  // It ignores them without a word.
  refusesInReasoning: ['temperature', 'presencePenalty', 'frequencyPenalty'],
  maxTokensField: 'max_tokens',
  formats: ['json'],
  reasoningRequest: thinkingWithEffort(LOW_HIGH_MAX),
  wantsReasoningWithCalls: true,
  // https://api-docs.deepseek.com/guides/chat_prefix_completion
  prefix: { message: { prefix: true }, path: '/beta/chat/completions' },
})
