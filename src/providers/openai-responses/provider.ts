import type { Provider } from '../../core/provider.ts'
import { classify } from '../openai-chat/classify.ts'
import { ResponsesDecoder } from './decoder.ts'
import { encode } from './encode.ts'

/** A provider's Responses API, for one that is described by its Chat Completions already. */
export function responsesOf(chat: Omit<Provider, 'also'>): Provider {
  return {
    ...chat,
    wire: 'openai-responses',
    path: () => '/responses',
    encode,
    nativeEdits: (_request, target) => ({ model: target.model }),
    isUsageReport: () => false,
    createDecoder: (context) => new ResponsesDecoder(context),
    decodeBody: (body, context) => new ResponsesDecoder(context).decodeBody(body),
    classify: (reply) => classify(reply),
  }
}
