import type { Config, RouteConfig, TargetConfig, WhereConfig } from '../../../src/config/config.ts'
import { nanosToUsd } from '../../../src/core/money.ts'
import { PROVIDERS_BY_KIND } from '../../../src/providers/index.ts'
import type { SimulatedExchange } from '../evidence.ts'
import type { Invariant } from '../invariants.ts'
import type { UpstreamCall } from '../upstream-call.ts'
import { routeOf, targetOf } from './route-of.ts'

/** What operator and caller have ruled out is not called, whatever goes wrong elsewhere. */
export const hardFiltersAreKept: Invariant = function* ({ exchanges }) {
  for (const exchange of exchanges) {
    const { request, config, calls } = exchange
    for (const call of calls) {
      const wrong = whyNot(exchange, call)
      if (wrong === null) continue
      yield `caller ${request.number}, call ${call.parts.number} to ${targetOf(call, config)}: ${wrong}`
    }
  }
}

function whyNot({ request, config }: SimulatedExchange, call: UpstreamCall): string | null {
  const { providerName, model } = call.parts
  const { pin, maxCostUsd } = request.options
  const id = targetOf(call, config)
  if (id === null) return 'it carries no credential of that provider'
  if (pin !== undefined && pin !== id && pin !== `${providerName}/${model}`) return `the pin is ${pin}`
  if (!mayCall(request)) return `his key may not use ${request.model}`
  const places = placesOf(request.model, call, config)
  if (places.length === 0) return 'it is no target of the route'
  const allowed = places.filter((place) => place.wheres.every((where) => isAllowed(place, where)))
  if (allowed.length === 0)
    return `a filter forbids it: ${JSON.stringify(places.map(({ wheres }) => wheres))}`
  if (maxCostUsd === undefined) return null
  const costs = allowed.flatMap((place) => costUsd(place, call))
  if (costs.length === 0) return 'nobody knows what it costs, and there is a most that it may'
  return Math.min(...costs) > maxCostUsd ? `it costs more than ${maxCostUsd} USD` : null
}

function mayCall({ key, model, headers }: SimulatedExchange['request']): boolean {
  if (key === null) return headers.authorization?.includes('master') === true
  const { role, blocked, models } = key.record
  if (role === 'viewer' || blocked) return false
  const name = model.replace(/:floor$/, '')
  return (
    models === null || models.some((pattern) => pattern === name || pattern === `${name.split('/')[0]}/*`)
  )
}

/** One line of the configuration that a call can have been for, and the filters over it. */
interface Place {
  readonly provider: string
  readonly model: string
  readonly target: Partial<TargetConfig>
  readonly wheres: readonly WhereConfig[]
  readonly config: Config
}

function placesOf(name: string, { parts }: UpstreamCall, config: Config): readonly Place[] {
  const { providerName: provider, model } = parts
  const route = routeOf(name, config)
  if (route === null) {
    return name === `${provider}/${model}` ? [{ provider, model, target: {}, wheres: [], config }] : []
  }
  return routesBehind(route, config).flatMap(({ targets, where }) =>
    targets
      .filter((target) => target.provider === provider && target.model === model)
      .map((target) => {
        const wheres = [route.where, where].filter((each) => each !== undefined)
        return { provider, model, target, wheres, config }
      }),
  )
}

/** The route, its fallbacks and theirs, and those for special causes. */
function routesBehind(route: RouteConfig, { models }: Config): readonly RouteConfig[] {
  const withFallbacks = (each: RouteConfig): RouteConfig[] => [
    each,
    ...named(each.fallbacks).flatMap(withFallbacks),
  ]
  const named = (names: readonly string[]) => names.flatMap((name) => models[name] ?? [])
  const { contextLength, contentPolicy } = route.fallbacksOn
  return [route, ...named(contextLength), ...named(contentPolicy)].flatMap(withFallbacks)
}

/** What is not known is not allowed. */
function isAllowed(place: Place, where: WhereConfig): boolean {
  const { provider, model, target, config } = place
  const handling = { ...config.providers[provider], ...target }
  const { kind } = handling
  const { only, ignore, jurisdiction, zdr, dataCollection, maxPrice } = where
  const names = [provider, `${provider}/${model}`]
  if (only !== undefined && !only.some((name) => names.includes(name))) return false
  if (ignore?.some((name) => names.includes(name) || name === kind) === true) return false
  if (jurisdiction !== undefined && !jurisdiction.includes(handling.jurisdiction ?? '')) return false
  if (zdr === true && handling.retainsData !== false) return false
  if (dataCollection === 'deny' && handling.trainsOnData !== false) return false
  const { input = null, output = null } = priceOf(place) ?? {}
  const isWithin = (price: number | null, max: number | undefined) =>
    max === undefined || (price !== null && price <= max)
  return isWithin(input, maxPrice?.input) && isWithin(output, maxPrice?.output)
}

function priceOf({ provider, target, config }: Place) {
  return target.price ?? PROVIDERS_BY_KIND.get(config.providers[provider]?.kind ?? '')?.price ?? null
}

/** What the provider would bill. Nothing where nobody knows. */
function costUsd(place: Place, { parts }: UpstreamCall): readonly number[] {
  const price = priceOf(place)
  if (price === null) return []
  const { input, output } = parts.answer.usage
  const perToken = ((price.input ?? 0) * input + (price.output ?? 0) * output) / 1e6
  return [nanosToUsd(perToken + (price.request ?? 0))]
}
