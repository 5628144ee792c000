import type { Provider } from '../../core/provider.ts'
import { classify } from './classify.ts'
import { countTokens } from './count-tokens.ts'
import { decodeBody } from './decode-body.ts'
import { AnthropicDecoder } from './decoder.ts'
import { encode } from './encode.ts'
import { claudeModel } from './model.ts'

/** https://platform.claude.com/docs/en/api/overview */
export const anthropic: Provider = {
  kind: 'anthropic',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.anthropic.com',
  apiKeyEnv: 'ANTHROPIC_API_KEY',
  headers: (credential) => ({
    'anthropic-version': '2023-06-01',
    ...(credential === null ? {} : { 'x-api-key': credential }),
  }),
  nativeHeaders: ['anthropic-beta', 'anthropic-version'],
  continuesPrefix: (model) => claudeModel(model).continuesPrefix,
  path: () => '/v1/messages',
  encode,
  nativeEdits: (_request, target) => ({ model: target.model }),
  createDecoder: (context) => new AnthropicDecoder(context),
  decodeBody,
  classify,
  countTokens,
}
