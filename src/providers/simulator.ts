import type { Price } from '../core/price.ts'
import type { Provider } from '../core/provider.ts'
import { openAICompatible } from './openai-compatible.ts'
import { realtime } from './openai-operations/realtime.ts'
import { COMPATIBLE_OPERATIONS } from './openai-operations/index.ts'
import { responsesOf } from './openai-responses/provider.ts'

const FREE: Price = {
  input: 0,
  output: 0,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  audioInput: null,
  audioOutput: null,
  request: null,
  tiers: [],
}

/** The built-in simulator: `simulator/` at the root of the project. Its address is known when it has started. */
const chat: Provider = {
  ...openAICompatible({
    kind: 'simulator',
    baseUrl: null,
    apiKeyEnv: null,
    operations: COMPATIBLE_OPERATIONS,
  }),
  price: FREE,
  realtime,
  continuesPrefix: () => true,
  models: ['echo', 'lorem', 'tools', 'tools-parallel', 'think', 'json', 'vision', 'slow', 'flaky'],
}

export const simulator: Provider = { ...chat, also: [responsesOf(chat)] }
