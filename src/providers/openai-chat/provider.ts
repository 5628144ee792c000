import type { Provider } from '../../core/provider.ts'
import type { ChatApi } from './api.ts'
import { classify } from './classify.ts'
import { ChatDecoder, isUsageReport } from './decoder.ts'
import { encode } from './encode.ts'
import { nativeEdits } from './native-edits.ts'

/** A provider that speaks Chat Completions, from the list of its differences. */
export function chatProvider(api: ChatApi): Provider {
  return {
    kind: api.kind,
    wire: 'openai-chat',
    baseUrl: api.baseUrl,
    apiKeyEnv: api.apiKeyEnv,
    headers(credential): Readonly<Record<string, string>> {
      return credential === null ? {} : { authorization: `Bearer ${credential}` }
    },
    path: () => '/chat/completions',
    encode: (request, target) => encode(request, target, api),
    nativeEdits: (request, target) => nativeEdits(request, target, api),
    isUsageReport,
    createDecoder: (context) => new ChatDecoder(context, api),
    decodeBody: (body, context) => new ChatDecoder(context, api).decodeBody(body),
    classify: (reply) => classify(reply, api.statusCodes),
  }
}
