import { GatewayError, wrongField } from '../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import type { AutoRecord } from '../core/record.ts'
import { type Route, ROUTE_DEFAULTS } from '../routing/route.ts'
import type { LeafNode, RouteNode } from '../routing/tree/node.ts'
import { parseTree } from '../routing/tree/parse-tree.ts'
import { checkModelAllowed, mayUseModel } from './admit.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { withinScopes } from './key-scopes.ts'
import { resolveModel } from './resolve-model.ts'

/** Where a request is to go. */
export interface ResolvedRoute {
  /** Its settings hold for the request; where there is a tree, its targets do not. */
  readonly route: Route
  readonly tree: RouteNode | null
  /** Set where the model was left to be chosen. */
  readonly auto: AutoRecord | null
}

/**
 * What the model of a request stands for, once it has been heard itself: with the models it names in reserve, or in
 * their place the route that it names or brings along. Every name is one that its key may use.
 */
export function resolveRoute(
  { caller, snapshot, timeMs }: Pick<Exchange, 'caller' | 'snapshot' | 'timeMs'>,
  { request, routing }: Asked,
  { catalogue, auto }: Pick<Gateway, 'catalogue' | 'auto'>,
): ResolvedRoute {
  const resolve = (name: string): Route => {
    checkModelAllowed(caller?.key ?? null, name)
    return withinScopes(resolveModel(name, snapshot, catalogue, timeMs), caller?.key ?? null)
  }
  if (isJsonObject(routing.route)) return treeRoute(routing.route, request.model, resolve, snapshot.config)
  const name = routing.route ?? request.model
  if (auto.isAuto(name, snapshot)) {
    const mayUse = (model: string) => mayUseModel(caller?.key ?? null, model)
    const { record, models } = auto.choose(request, snapshot, catalogue, timeMs, mayUse)
    const [first, ...others] = models
    const route = { ...inTurn(resolve(first), [...others, ...routing.models].map(resolve)), name }
    return { route, tree: null, auto: record }
  }
  const others = routing.models.filter((other) => other !== request.model)
  return { route: inTurn(resolve(name), others.map(resolve)), tree: null, auto: null }
}

/** A route with others in reserve, each with its own. */
function inTurn(route: Route, others: readonly Route[]): Route {
  if (others.length === 0) return route
  const reserve = others.flatMap((other) => [other, ...other.fallbacks])
  const fallbacks = [...new Set([...route.fallbacks, ...reserve])].filter((other) => other !== route)
  return { ...route, fallbacks }
}

type Resolve = (name: string) => Route

function treeRoute(
  config: JsonObject,
  model: string,
  resolve: Resolve,
  { routeDefaults }: Exchange['snapshot']['config'],
): ResolvedRoute {
  const leafOf = (leaf: JsonObject, param: string): LeafNode => ({
    type: 'route',
    route: resolve(leafName(leaf, model, param)),
  })
  const tree = parseTree(config, leafOf, 'route')
  const route: Route = {
    name: 'inline',
    targets: [],
    strategy: 'balanced',
    ...routeDefaults,
    ...ROUTE_DEFAULTS,
    retries: { ...routeDefaults.retries, ...retryOf(config.retry) },
    timeouts: { ...routeDefaults.timeouts, ...timeoutOf(config.request_timeout) },
    fallbacks: [],
    onContextLength: [],
    onContentPolicy: [],
  }
  return { route, tree, auto: null }
}

/**
 * A leaf names a provider of the configuration, a model, or both: `{ provider: "openai", model: "gpt-5.4" }`. Portkey's
 * `@slug`, `virtual_key` and `override_params.model` are the same. What is not said is what the request says.
 */
function leafName(leaf: JsonObject, requested: string, param: string): string {
  const unknown = Object.keys(leaf).find((name) => !LEAF_FIELDS.has(name))
  if (unknown !== undefined) throw unsupported(`${param}.${unknown.slice(0, 100)}`)
  const override = leaf.override_params ?? {}
  if (!isJsonObject(override)) throw wrongField(`${param}.override_params`, 'must be an object')
  const other = Object.keys(override).find((name) => name !== 'model')
  if (other !== undefined) throw unsupported(`${param}.override_params.${other.slice(0, 100)}`)
  const model = textOf(leaf.model ?? override.model, `${param}.model`) ?? requested
  const provider = textOf(leaf.provider ?? leaf.virtual_key, `${param}.provider`)
  if (provider === null) return model
  const name = provider.startsWith('@') ? provider.slice(1) : provider
  return model.startsWith(`${name}/`) ? model : `${name}/${model}`
}

const LEAF_FIELDS = new Set(['name', 'weight', 'provider', 'virtual_key', 'model', 'override_params'])

function retryOf(value: JsonValue | undefined): Partial<Route['retries']> {
  if (value === undefined || value === null) return {}
  const attempts = isJsonObject(value) ? (value.attempts ?? 0) : null
  if (!isJsonObject(value) || typeof attempts !== 'number' || !(attempts >= 0 && attempts <= RETRIES_MAX))
    throw wrongField('route.retry', `must have attempts from 0 to ${RETRIES_MAX}`)
  const on = value.on_status_codes
  if (on === undefined || on === null) return { attempts: Math.floor(attempts) }
  const isStatuses = Array.isArray(on) && on.every((status) => typeof status === 'number')
  if (!isStatuses) throw wrongField('route.retry.on_status_codes', 'must be a list of statuses')
  return { attempts: Math.floor(attempts), on }
}

const RETRIES_MAX = 5

function timeoutOf(value: JsonValue | undefined): Partial<Route['timeouts']> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'number' || !(value >= 1 && value <= TIMEOUT_MS_MAX))
    throw wrongField('route.request_timeout', `must be milliseconds from 1 to ${TIMEOUT_MS_MAX}`)
  return { totalMs: value }
}

const TIMEOUT_MS_MAX = 86_400_000

function textOf(value: JsonValue | undefined, param: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && value !== '') return value
  throw wrongField(param, 'must be text')
}

function unsupported(param: string): GatewayError {
  return new GatewayError('unsupported_parameter', `${param} is not supported here; leave it out.`, { param })
}
