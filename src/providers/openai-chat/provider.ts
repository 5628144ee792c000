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
    operations: api.operations ?? {},
    ...(api.baseUrlEnv === undefined ? {} : { baseUrlEnv: api.baseUrlEnv }),
    headers: (credential) => headers(credential, api),
    path: ({ isPrefilled }) => (isPrefilled === true ? (api.prefix?.path ?? PATH) : PATH),
    ...(api.prefix === undefined ? {} : { continuesPrefix: () => true }),
    encode: (request, target) => encode(request, target, api),
    nativeEdits: (request, target) => nativeEdits(request, target, api),
    isUsageReport,
    createDecoder: (context) => new ChatDecoder(context, api),
    decodeBody: (body, context) => new ChatDecoder(context, api).decodeBody(body),
    classify: (reply) => classify(reply, api),
  }
}

const PATH = '/chat/completions'

function headers(credential: string | null, api: ChatApi): Readonly<Record<string, string>> {
  const { header, prefix = '' } = api.credential ?? { header: 'authorization', prefix: 'Bearer ' }
  return { ...api.headers, ...(credential === null ? {} : { [header]: `${prefix}${credential}` }) }
}
