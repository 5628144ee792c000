import { GatewayError, wrongField } from '../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../core/json.ts'
import { NO_PREFERENCES, parsePreferences, type Preferences } from '../routing/preferences.ts'

/** What a request says of its own routing, in the words of the gateways that callers may come from. */
export interface RoutingFields {
  /** OpenRouter's `provider`. */
  readonly preferences: Preferences
  /** Further models to try, in turn: OpenRouter's `models`, LiteLLM's `fallbacks`. */
  readonly models: readonly string[]
  /** In the place of the model's own route: the name of another, or a tree of targets, as Portkey writes it. */
  readonly route: string | JsonObject | null
  /** Fields of the body that are meant for the gateway, and go no further than its own reading. */
  readonly own: readonly string[]
}

/** What most requests say. */
export const NO_ROUTING: RoutingFields = Object.freeze({
  preferences: NO_PREFERENCES,
  models: [],
  route: null,
  own: [],
})

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Reads them from the body (`provider`, `models`, `route`, `fallbacks`, and `portolan.route`) and from the headers
 * `x-portolan-route` and `x-portkey-config`. Throws `invalid_request` for what is there and makes no sense.
 *
 * https://openrouter.ai/docs/features/provider-routing · https://docs.litellm.ai/docs/proxy/reliability ·
 * https://portkey.ai/docs/api-reference/inference-api/config-object
 */
export function readRouting(headers: Headers, body: JsonObject): RoutingFields {
  const own = OWN.filter((name) => name in body)
  checkPlugins(body.plugins)
  const route = routeOf(headers, body)
  if (own.length === 0 && route === null) return NO_ROUTING
  return {
    preferences: parsePreferences(body.provider),
    models: [...namesIn(body.models, 'models'), ...namesIn(body.fallbacks, 'fallbacks')],
    route,
    own,
  }
}

/** No provider of any format has a field of these names. */
const OWN = ['portolan', 'provider', 'models', 'route', 'fallbacks', 'plugins'] as const
const MODELS_MAX = 16

/** Of OpenRouter's plugins only the one that restricts `auto` is for us. Another one passed over would be missed. */
function checkPlugins(plugins: JsonValue | undefined): void {
  if (!Array.isArray(plugins)) return
  const at = plugins.findIndex((plugin) => !isJsonObject(plugin) || plugin.id !== 'auto-router')
  if (at === -1) return
  throw new GatewayError('unsupported_parameter', `plugins[${at}] is not supported here; leave it out.`, {
    param: `plugins[${at}]`,
  })
}

function namesIn(value: JsonValue | undefined, param: string): readonly string[] {
  if (value === undefined || value === null) return []
  const isNames =
    Array.isArray(value) && value.length <= MODELS_MAX && value.every((name) => typeof name === 'string')
  if (!isNames) throw wrongField(param, `must be a list of at most ${MODELS_MAX} model names`)
  return value
}

function routeOf(headers: Headers, { portolan }: JsonObject): string | JsonObject | null {
  const said = headers['x-portolan-route'] ?? (isJsonObject(portolan) ? portolan.route : undefined)
  if (said !== undefined && said !== null && said !== '') return named(said, 'x-portolan-route')
  const config = headers['x-portkey-config']
  return config === undefined || config === '' ? null : inline(config, 'x-portkey-config')
}

function named(said: JsonValue, param: string): string | JsonObject {
  if (typeof said === 'string' && !said.trimStart().startsWith('{')) return said
  return inline(said, param)
}

function inline(said: JsonValue, param: string): JsonObject {
  const parsed = typeof said === 'string' ? parseJsonObject(said) : said
  if (isJsonObject(parsed)) return parsed
  throw wrongField(param, 'must be a JSON object')
}
