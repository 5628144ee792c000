import { GatewayError } from '../core/error.ts'
import type { JsonObject } from '../core/json.ts'
import type { KeyRecord } from '../core/key.ts'
import type { Catalogue } from '../core/price.ts'
import type { DialectFormat } from '../core/request.ts'
import type { ReplyHeaders } from '../core/reply.ts'
import { authenticate } from './authenticate.ts'
import { mayUseModel } from './admit.ts'
import { explained, refuse } from './close.ts'
import type { Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { checkCaller } from './key-scopes.ts'
import type { Snapshot } from './snapshot.ts'
import { exchangeHeaders } from './reply-headers.ts'
import { begin } from './serve.ts'

/** `GET /v1/models`, `/v1/models/{id}` and Gemini's: what this key may call, in the shape of the caller's dialect. */
export async function listModels(
  incoming: Incoming,
  modelId: string | null,
  gateway: Gateway,
): Promise<void> {
  const exchange = begin(incoming, gateway)
  try {
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    checkCaller(exchange)
    const names = servedNames(exchange.caller.key, exchange.snapshot, gateway.catalogue)
    const { entry, page } = LISTS[incoming.dialect.wire]
    if (modelId === null) {
      send(exchange, page(names.map(entry)))
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

/** Every name that this key may call: of the configuration, of its providers, and of the catalogue. */
export function servedNames(key: KeyRecord | null, snapshot: Snapshot, catalogue: Catalogue): string[] {
  const kinds = new Set([...snapshot.providers.values()].map(({ provider }) => provider.kind))
  const served = catalogue
    .slugs()
    .filter((slug) => catalogue.bySlug(slug).some(({ kind }) => kinds.has(kind)))
  const own = [...snapshot.providers.values()].flatMap(({ name, provider }) =>
    (provider.models ?? []).map((model) => `${name}/${model}`),
  )
  const names = new Set([...snapshot.routes.keys(), ...own, ...served])
  return [...names].filter((name) => mayUseModel(key, name))
}

interface ModelList {
  entry(id: string): JsonObject
  page(data: readonly JsonObject[]): JsonObject
}

const OPENAI_LIST: ModelList = { entry: openaiEntry, page: (data) => ({ object: 'list', data }) }

const LISTS: Readonly<Record<DialectFormat, ModelList>> = {
  'openai-chat': OPENAI_LIST,
  'openai-completions': OPENAI_LIST,
  'openai-responses': OPENAI_LIST,
  'anthropic-messages': { entry: anthropicEntry, page: anthropicPage },
  gemini: { entry: geminiEntry, page: (models) => ({ models }) },
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

/** https://ai.google.dev/api/models#Model */
function geminiEntry(id: string): JsonObject {
  const supportedGenerationMethods = ['generateContent', 'countTokens']
  return { name: `models/${id}`, version: '', displayName: id, supportedGenerationMethods }
}

function send(exchange: Exchange, value: JsonObject): void {
  const headers: ReplyHeaders = { 'content-type': 'application/json', ...exchangeHeaders(exchange) }
  exchange.incoming.reply.send(200, headers, Buffer.from(JSON.stringify(value)))
}
