import { wrongField } from '../../core/error.ts'
import type { Asked } from '../exchange.ts'
import { readOptions } from '../options.ts'
import { NO_ROUTING, readRouting } from '../routing-fields.ts'
import type { RealtimeIncoming } from './realtime-incoming.ts'

/** The request as routing and the books know one. What a session will say nobody knows: one response is estimated. */
export function readRealtime({ headers, realtime: { model } }: RealtimeIncoming): Asked {
  if (model === null || model === '') throw wrongField('model', 'must be in the query: /v1/realtime?model=…')
  const options = readOptions(headers, {})
  return {
    bytes: Buffer.alloc(0),
    body: {},
    request: {
      model,
      messages: [],
      tools: [],
      toolChoice: undefined,
      sampling: {},
      output: { maxTokens: RESPONSE_TOKENS_MAX, format: { type: 'text' } },
      reasoning: undefined,
      cache: {},
      metadata: {},
      stream: true,
      includeUsage: false,
      extras: {},
    },
    options,
    routing: { ...NO_ROUTING, route: readRouting(headers, {}).route },
    operation: {
      input: { inputTokens: 0, writesCache1h: false, hasAudioInput: true },
      isFor: ({ provider }) => provider.realtime !== undefined,
      openLane() {
        throw new Error('A session is no question with an answer.')
      },
    },
  }
}

/** OpenAI's own most for one response. https://platform.openai.com/docs/models/gpt-realtime */
const RESPONSE_TOKENS_MAX = 4_096
