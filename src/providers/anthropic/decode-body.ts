import type { ChatEvent } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import { AnthropicDecoder } from './decoder.ts'

/** A whole message is a stream whose first event holds everything. */
export function decodeBody(body: JsonObject, context: DecodeContext): readonly ChatEvent[] {
  const decoder = new AnthropicDecoder(context)
  if (body.type === 'error') return decoder.read(body)
  if (!Array.isArray(body.content)) {
    return [{ type: 'error', code: 'provider_invalid_reply', message: 'The provider sent no message.' }]
  }
  return [
    ...decoder.read({ type: 'message_start', message: body }),
    ...decoder.read({ type: 'message_stop' }),
  ]
}
