import { hash } from 'node:crypto'
import type { Provider } from '../core/provider.ts'
import { efforts } from './openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPEN_SAMPLING } from './openai-chat/refusals.ts'
import { embeddings } from './mistral/embeddings.ts'
import { openAICompatible } from './openai-compatible.ts'

/** https://docs.mistral.ai/api/endpoint/chat */
export const mistral: Provider = openAICompatible({
  kind: 'mistral',
  baseUrl: 'https://api.mistral.ai/v1',
  apiKeyEnv: 'MISTRAL_API_KEY',
  operations: { embeddings },
  isStrict: true,
  refuses: [
    ...OPEN_SAMPLING,
    ...LOG_PROBABILITIES,
    'logitBias',
    'modalities',
    'verbosity',
    'audio',
    'cacheRetention',
    'user',
    'store',
    'name',
  ],
  fieldNames: { seed: 'random_seed' },
  maxTokensField: 'max_tokens',
  reportsUsageUnasked: true,
  requiredWord: 'any',
  callId,
  // Adjustable where it is at all: https://docs.mistral.ai/capabilities/reasoning/adjustable
  reasoningRequest: efforts({
    none: 'none',
    minimal: 'high',
    low: 'high',
    medium: 'high',
    high: 'high',
    xhigh: 'high',
    max: 'high',
  }),
  reasoningEcho: 'thinking',
  prefix: { message: { prefix: true } },
  // Thoughts are chunks of the content, and calls in a stream have no index.
  answersOddly: true,
  // A capacity that is used up, and a model that is overloaded.
  errorCodes: { '1300': 'provider_rate_limited', '3505': 'provider_overloaded' },
})

const CALL_ID = /^[a-zA-Z0-9]{9}$/

/** It takes nine letters and digits, and no other id. */
function callId(id: string): string {
  return CALL_ID.test(id) ? id : hash('sha256', id).slice(0, 9)
}
