import type { Provider } from '../core/provider.ts'
import { openAICompatible } from './openai-compatible.ts'
import { COMPATIBLE_OPERATIONS } from './openai-operations/index.ts'

/**
 * A LiteLLM proxy of your own, with a virtual key of its making as `api_key`.
 *
 * https://docs.litellm.ai/docs/proxy/user_keys
 */
export const litellm: Provider = openAICompatible({
  kind: 'litellm',
  baseUrl: null,
  apiKeyEnv: null,
  operations: COMPATIBLE_OPERATIONS,
  baseUrlEnv: 'LITELLM_BASE_URL',
  settings: [
    {
      name: 'tags',
      about: 'Under which tags it books the requests, and chooses among its deployments.',
      type: 'list',
      pattern: /^[\x21-\x2b\x2d-\x7e]{1,100}$/,
      to: { place: 'header', name: 'x-litellm-tags' },
    },
  ],
  takesCacheMarks: true,
  isGateway: true,
  errorCodes: { budget_exceeded: 'provider_unauthorized' },
})
