import type { Provider } from '../core/provider.ts'
import { OPEN_SAMPLING, OPENAI_ALONE } from './openai-chat/refusals.ts'
import { openAICompatible } from './openai-compatible.ts'

/**
 * Hugging Face's Text Generation Inference.
 *
 * https://huggingface.co/docs/text-generation-inference/reference/api_reference
 */
export const tgi: Provider = openAICompatible({
  kind: 'tgi',
  baseUrl: null,
  apiKeyEnv: null,
  baseUrlEnv: 'TGI_BASE_URL',
  refuses: [
    ...OPEN_SAMPLING,
    ...OPENAI_ALONE,
    'cacheKey',
    'user',
    'serviceTier',
    'strictTools',
    'parallelToolCalls',
  ],
  maxTokensField: 'max_tokens',
  reasoningRequest: () => null,
  reasoningEcho: null,
  thinkTags: true,
  errorCodes: { overloaded: 'provider_overloaded' },
})
