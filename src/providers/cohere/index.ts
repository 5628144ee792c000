import type { JsonObject } from '../../core/json.ts'
import type { Provider } from '../../core/provider.ts'
import type { ChatApi } from '../openai-chat/api.ts'
import { classify } from '../openai-chat/classify.ts'
import type { AskedReasoning } from '../openai-chat/reasoning-words.ts'
import { LOG_PROBABILITIES, OPENAI_ALONE } from '../openai-chat/refusals.ts'
import { embeddings } from '../cohere-operations/embeddings.ts'
import { rerank } from '../cohere-operations/rerank.ts'
import { CohereDecoder } from './decoder.ts'
import { encodeCohere } from './encode.ts'

/** What of a request it takes as the Chat Completions family does. The rest is in the files beside this one. */
const API: ChatApi = {
  kind: 'cohere',
  baseUrl: 'https://api.cohere.com/v2',
  apiKeyEnv: 'COHERE_API_KEY',
  refuses: [
    ...LOG_PROBABILITIES,
    ...OPENAI_ALONE,
    'minP',
    'repetitionPenalty',
    'logitBias',
    'n',
    'cacheKey',
    'user',
    'serviceTier',
    'name',
    'video',
    'file',
    'strictTools',
    'parallelToolCalls',
  ],
  fieldNames: { topP: 'p', topK: 'k', stop: 'stop_sequences' },
  reportsUsageUnasked: true,
  toolChoices: ['none', 'required'],
  reasoningRequest,
  reasoningEcho: 'thinking',
  // Input or output was blocked: https://docs.cohere.com/reference/errors
  statusCodes: { 498: 'content_filtered' },
}

/** https://docs.cohere.com/reference/chat */
export const cohere: Provider = {
  kind: API.kind,
  wire: null,
  baseUrl: API.baseUrl,
  apiKeyEnv: API.apiKeyEnv,
  headers: (credential): Readonly<Record<string, string>> =>
    credential === null ? {} : { authorization: `Bearer ${credential}` },
  path: () => '/chat',
  encode: (request, target) => encodeCohere(request, target, API),
  nativeEdits: (_, { model }) => ({ model }),
  createDecoder: (context) => new CohereDecoder(context, API),
  decodeBody: (body, context) => new CohereDecoder(context, API).decodeBody(body),
  classify: (reply) => classify(reply, API),
  operations: { embeddings, rerank },
}

/** https://docs.cohere.com/docs/reasoning */
function reasoningRequest({ isOn, budgetTokens }: AskedReasoning): JsonObject | null {
  if (!isOn) return { thinking: { type: 'disabled' } }
  const budget = budgetTokens === null ? {} : { token_budget: budgetTokens }
  return { thinking: { type: 'enabled', ...budget } }
}
