import { GatewayError } from '../core/error.ts'
import type { JsonObject } from '../core/json.ts'
import type { ReplyHeaders } from '../core/reply.ts'
import { authenticate } from './authenticate.ts'
import { mayUseModel } from './admit.ts'
import { explained, refuse } from './close.ts'
import type { Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { exchangeHeaders } from './reply-headers.ts'
import { begin } from './serve.ts'

/** `GET /v1/models` and `/v1/models/{id}`: what this key may call, in the shape of the caller's dialect. */
export async function listModels(
  incoming: Incoming,
  modelId: string | null,
  gateway: Gateway,
): Promise<void> {
  const exchange = begin(incoming, gateway)
  try {
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    const names = modelNames(exchange, gateway)
    const isAnthropic = incoming.dialect.wire === 'anthropic-messages'
    const entry = isAnthropic ? anthropicEntry : openaiEntry
    if (modelId === null) {
      const data = names.map(entry)
      send(exchange, isAnthropic ? anthropicPage(data) : { object: 'list', data })
      return
    }
    const name = names.find((known) => known === modelId)
    if (name === undefined)
      throw new GatewayError('model_not_found', `There is no model ${modelId.slice(0, 100)}.`)
    send(exchange, entry(name))
  } catch (thrown) {
    refuse(exchange, explained(thrown, exchange, gateway))
  }
}

function modelNames({ snapshot, caller }: Exchange, { catalogue }: Gateway): string[] {
  const kinds = new Set([...snapshot.providers.values()].map(({ provider }) => provider.kind))
  const served = catalogue
    .slugs()
    .filter((slug) => catalogue.bySlug(slug).some(({ kind }) => kinds.has(kind)))
  const own = [...snapshot.providers.values()].flatMap(({ name, provider }) =>
    (provider.models ?? []).map((model) => `${name}/${model}`),
  )
  const names = new Set([...snapshot.routes.keys(), ...own, ...served])
  return [...names].filter((name) => mayUseModel(caller?.key ?? null, name))
}

/** https://platform.openai.com/docs/api-reference/models/object */
function openaiEntry(id: string): JsonObject {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: id.includes('/') ? (id.split('/')[0] ?? '') : 'portolan',
  }
}

/** https://docs.anthropic.com/en/api/models-list */
function anthropicEntry(id: string): JsonObject {
  return { type: 'model', id, display_name: id, created_at: '1970-01-01T00:00:00Z' }
}

function anthropicPage(data: readonly JsonObject[]): JsonObject {
  return { data, has_more: false, first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null }
}

function send(exchange: Exchange, value: JsonObject): void {
  const headers: ReplyHeaders = { 'content-type': 'application/json', ...exchangeHeaders(exchange) }
  exchange.incoming.reply.send(200, headers, Buffer.from(JSON.stringify(value)))
}
