import type { GatewayError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import { sseFrame } from '../../wire/sse.ts'
import { renderError } from '../openai-chat/render-error.ts'
import type { ResponseEvent } from './response-object.ts'

/**
 * The event that ends a stream which broke. Besides the fields of the reference it holds the error as a failed reply
 * would: that is how OpenAI sends it, and what makes the official SDKs raise.
 */
export function errorEvent(error: GatewayError, exchangeId: string): ResponseEvent {
  const body = renderError(error, exchangeId).error
  const { code = null, message = '', param = null } = isJsonObject(body) ? body : {}
  return { type: 'error', code, message, param, error: body ?? null }
}

/** Its number is not known here: whoever has seen the stream pass puts it in the place of the 0. */
export function renderStreamError(error: GatewayError, exchangeId: string): string {
  const { type, ...rest } = errorEvent(error, exchangeId)
  return sseFrame(JSON.stringify({ type, sequence_number: 0, ...rest }), type)
}
