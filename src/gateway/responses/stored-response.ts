import { GatewayError, wrongField } from '../../core/error.ts'
import { type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { ResponseName, StoredResponse } from '../../storage/response-store.ts'
import { sseFrame } from '../../wire/sse.ts'
import { authenticate } from '../authenticate.ts'
import { explained, refuse } from '../close.ts'
import type { Exchange, Incoming } from '../exchange.ts'
import type { Gateway } from '../gateway.ts'
import { exchangeHeaders, STREAM_HEADERS } from '../reply-headers.ts'
import { begin } from '../serve.ts'
import { itemsOf, storedInput } from './history.ts'
import { isUnfinished } from './responses.ts'

/** What a caller may want of a response that is kept for him. */
const STORED_CALLS = ['get-response', 'delete-response', 'cancel-response', 'response-input'] as const
export type StoredCall = (typeof STORED_CALLS)[number]

export function isStoredCall(operation: string): operation is StoredCall {
  return STORED_CALLS.some((call) => call === operation)
}

export interface StoredResponseCall {
  readonly type: StoredCall
  readonly id: string
  readonly query: URLSearchParams
}

/**
 * `GET` and `DELETE /v1/responses/{id}`, `/cancel` and `/input_items`. Neither costs nor records anything. What belongs
 * to another key is not there.
 */
export async function answerStored(
  incoming: Incoming,
  call: StoredResponseCall,
  gateway: Gateway,
): Promise<void> {
  const exchange = begin(incoming, gateway)
  try {
    exchange.caller = incoming.caller ?? (await authenticate(incoming.headers, gateway.keys))
    const name = { keyId: exchange.caller.keyId, id: call.id }
    switch (call.type) {
      case 'get-response':
        return await retrieve(exchange, name, call.query, gateway)
      case 'delete-response':
        return await remove(exchange, name, gateway)
      case 'cancel-response':
        return await cancel(exchange, name, gateway)
      case 'response-input':
        return await listInput(exchange, name, call.query, gateway)
    }
  } catch (thrown) {
    refuse(exchange, explained(thrown, exchange, gateway))
  }
}

async function retrieve(
  exchange: Exchange,
  name: ResponseName,
  query: URLSearchParams,
  { responses }: Gateway,
): Promise<void> {
  const after = wholeNumber(query, 'starting_after', -1, Number.MAX_SAFE_INTEGER) ?? -1
  const run = responses.run(name)
  const isStream = query.get('stream') === 'true'
  if (run !== null) {
    if (isStream) return run.follow(exchange.incoming.reply, after)
    return send(exchange, run.response)
  }
  const stored = await found(responses.find(name), name)
  if (!isStream) return send(exchange, parseJsonObject(stored.response) ?? {})
  if (isUnfinished(stored))
    throw new GatewayError('conflict', 'This response is made by another process; poll it without stream.')
  const { reply } = exchange.incoming
  reply.begin(200, STREAM_HEADERS)
  reply.end(Buffer.from(told(stored, after)))
}

/** The events of one whose every step is not kept any more: that it began, and how it ended. */
function told({ status, response }: StoredResponse, after: number): string {
  const whole = parseJsonObject(response) ?? {}
  const begun = { ...whole, status: 'in_progress', output: [], usage: null }
  const type = `response.${status === 'cancelled' ? 'failed' : status}`
  const last = { type, sequence_number: Math.max(after, 0) + 1, response: whole }
  const first = { type: 'response.created', sequence_number: 0, response: begun }
  return [...(after < 0 ? [first] : []), last]
    .map((event) => sseFrame(JSON.stringify(event), event.type))
    .join('')
}

async function remove(exchange: Exchange, name: ResponseName, { responses }: Gateway): Promise<void> {
  if (!(await responses.delete(name))) throw missing(name)
  send(exchange, { id: name.id, object: 'response', deleted: true })
}

/** What is over is answered as it is. */
async function cancel(exchange: Exchange, name: ResponseName, { responses }: Gateway): Promise<void> {
  const run = responses.run(name)
  if (run !== null) {
    run.cancel()
    return send(exchange, run.response)
  }
  const stored = await found(responses.find(name), name)
  const response = parseJsonObject(stored.response) ?? {}
  if (response.background !== true)
    throw new GatewayError('invalid_request', 'Only a response in the background can be cancelled.')
  if (!isUnfinished(stored)) return send(exchange, response)
  // Another process is at work on it, and finds this out at its next beat.
  const cancelled = { ...response, status: 'cancelled' }
  const changed = { ...stored, status: 'cancelled', response: JSON.stringify(cancelled) } as const
  await responses.store.responses('put', changed, [])
  send(exchange, cancelled)
}

const ITEMS_MAX = 100
const ITEMS_USUAL = 20

/** All that its request came to, what it went on from included. The newest first, unless `order` is `asc`. */
async function listInput(
  exchange: Exchange,
  name: ResponseName,
  query: URLSearchParams,
  { responses }: Gateway,
): Promise<void> {
  const limit = wholeNumber(query, 'limit', 1, ITEMS_MAX) ?? ITEMS_USUAL
  const order = query.get('order') ?? 'desc'
  if (order !== 'asc' && order !== 'desc') throw wrongField('order', 'must be asc or desc')
  const stored = await found(responses.find(name), name)
  const before = stored.previousId === null ? [] : await earlier(name.keyId, stored.previousId, responses)
  const all = [...before, ...storedInput(stored)]
  const ordered = order === 'asc' ? all : all.reverse()
  const after = query.get('after')
  const start = after === null ? 0 : ordered.findIndex(({ id }) => id === after) + 1
  if (after !== null && start === 0) throw wrongField('after', 'names no item of this response')
  const data = ordered.slice(start, start + limit)
  send(exchange, {
    object: 'list',
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + limit < ordered.length,
  })
}

/** What it went on from may have been deleted since. */
async function earlier(
  keyId: string,
  id: string,
  { store }: Gateway['responses'],
): Promise<readonly JsonObject[]> {
  const chain = await store.responses('chain', keyId, id)
  return itemsOf(chain ?? []).map(({ item }) => item)
}

async function found(finding: Promise<StoredResponse | null>, name: ResponseName): Promise<StoredResponse> {
  const stored = await finding
  if (stored === null) throw missing(name)
  return stored
}

function missing({ id }: ResponseName): GatewayError {
  return new GatewayError('not_found', `Response with id '${id.slice(0, 100)}' not found.`)
}

function wholeNumber(query: URLSearchParams, name: string, min: number, max: number): number | null {
  const said = query.get(name)
  if (said === null) return null
  const number = Number(said)
  if (said.trim() === '' || !Number.isInteger(number) || number < min || number > max)
    throw wrongField(name, `must be a whole number from ${min} to ${max}`)
  return number
}

function send(exchange: Exchange, value: JsonObject): void {
  const headers = { 'content-type': 'application/json', ...exchangeHeaders(exchange) }
  exchange.incoming.reply.send(200, headers, Buffer.from(JSON.stringify(value)))
}
