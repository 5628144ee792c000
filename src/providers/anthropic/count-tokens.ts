import type { JsonObject } from '../../core/json.ts'
import type { Provider } from '../../core/provider.ts'
import { encode } from './encode.ts'

/** https://platform.claude.com/docs/en/api/messages-count-tokens: what is counted, without how to answer it. */
export const countTokens: NonNullable<Provider['countTokens']> = {
  path: () => '/v1/messages/count_tokens',
  encode(request, target) {
    const { body } = encode(request, target)
    return Object.fromEntries(Object.entries(body).filter(([name]) => COUNTED.has(name)))
  },
  decode(body: JsonObject): number | null {
    return typeof body.input_tokens === 'number' ? body.input_tokens : null
  },
}

const COUNTED: ReadonlySet<string> = new Set([
  'model',
  'system',
  'messages',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'cache_control',
  'context_management',
  'mcp_servers',
  'speed',
])
