import { isUtf8 } from 'node:buffer'
import { GatewayError } from '../core/error.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import type { Incoming } from './exchange.ts'
import { isTooDeep } from './json-depth.ts'

/** A body that must be one JSON object. Throws `invalid_request`, and what reading it rejects with. */
export async function readJson(
  incoming: Incoming,
  bytesMax: number,
): Promise<{ readonly bytes: Buffer; readonly body: JsonObject }> {
  const bytes = await incoming.readBody(bytesMax)
  if (!isUtf8(bytes)) throw new GatewayError('invalid_request', 'The body is not valid UTF-8.')
  if (isTooDeep(bytes)) throw new GatewayError('invalid_request', 'The JSON of the body nests too deeply.')
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it cannot be read'
    throw new GatewayError('invalid_request', `The body is not valid JSON: ${reason}`)
  }
  if (isJsonObject(body)) return { bytes, body }
  throw new GatewayError('invalid_request', 'The body must be a JSON object.')
}

/** What is meant for the gateway goes no further; `auto` reads the plugins that the dialect has kept. */
export function without(body: JsonObject, own: readonly string[]): JsonObject {
  if (own.length === 0) return body
  const rest = Object.entries(body).filter(([name]) => name === 'plugins' || !own.includes(name))
  return Object.fromEntries(rest)
}
