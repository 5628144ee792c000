import type { Config, HandlingConfig, ProviderConfig, RouteConfig, TargetConfig } from '../config/config.ts'
import type { Access, AccessPlan } from '../core/access.ts'
import type { Catalogue, Offer, Price } from '../core/price.ts'
import type { Provider } from '../core/provider.ts'
import { type Route, ROUTE_DEFAULTS } from '../routing/route.ts'
import { type Target, TARGET_UNKNOWNS } from '../routing/target.ts'

/** One configuration, compiled: immutable, swapped whole, and pinned by every exchange that began under it. */
export interface Snapshot {
  readonly revision: string
  readonly config: Config
  /** Recorded with every cost that a catalogue price made. */
  readonly catalogueVersion: string
  readonly providers: ReadonlyMap<string, ConfiguredProvider>
  readonly routes: ReadonlyMap<string, Route>
  /** Requests so far by route name, for strategies that take turns. The one thing here that changes. */
  readonly turns: Map<string, number>
}

export interface ConfiguredProvider {
  readonly name: string
  readonly provider: Provider
  readonly config: ProviderConfig
  readonly origin: string
  readonly basePath: string
  /** Where it has no credential, and needs more than one. */
  readonly access?: Access | undefined
}

export interface SnapshotSources {
  readonly registry: ReadonlyMap<string, Provider>
  readonly catalogue: Catalogue
  /** Absent: nothing is to be sent. */
  openAccess?(plan: AccessPlan): Access
}

/** Compiles a configuration that `loadConfig` has found valid. Throws `RangeError` for one that is not. */
export function buildSnapshot(config: Config, revision: string, sources: SnapshotSources): Snapshot {
  const providers = new Map<string, ConfiguredProvider>()
  for (const [name, provider] of Object.entries(config.providers)) {
    providers.set(name, configured(name, provider, sources))
  }
  return {
    revision,
    config,
    catalogueVersion: sources.catalogue.version,
    providers,
    routes: compileRoutes(config, (target, position) => targetsFor(target, position, providers, sources)),
    turns: new Map(),
  }
}

/** Where a target stands in its route, and what the route says of it. */
export interface Place extends Partial<Omit<TargetConfig, 'provider' | 'model' | 'price'>> {
  readonly position: number
  readonly weight: number
  readonly price: Price | null
}

/** One target for each credential of the provider. It keeps the name of an alias, whatever that is pinned to. */
export function expandTarget(
  configured: ConfiguredProvider,
  named: string,
  place: Place,
  catalogue: Catalogue,
): Target[] {
  const { name, provider, config, origin, basePath, access } = configured
  const model = config.pins?.[named] ?? named
  const offer = catalogue.byNativeId(provider.kind, model)
  const credentials = config.credentials.length > 0 ? config.credentials : [null]
  return credentials.map((credential) => ({
    id: credentials.length === 1 ? `${name}/${named}` : `${name}/${named}#${credential?.name ?? ''}`,
    providerName: name,
    provider,
    origin,
    basePath,
    headers: { ...provider.headers(credential?.value ?? null), ...config.headers },
    access,
    secret: credential?.value ?? null,
    credentialName: credential?.name ?? '',
    model,
    position: place.position,
    weight: place.weight,
    credentialWeight: credential?.weight ?? 1,
    offer,
    price: place.price ?? provider.price ?? null,
    ...knownOf(place, config, offer),
  }))
}

/** A target's own word goes before its provider's, and that before the catalogue's. */
function knownOf(place: Place, provider: HandlingConfig, offer: Offer | null) {
  return {
    isStandby: place.standby ?? TARGET_UNKNOWNS.isStandby,
    region: place.region ?? provider.region ?? null,
    jurisdiction: place.jurisdiction ?? provider.jurisdiction ?? null,
    retainsData: place.retainsData ?? provider.retainsData ?? null,
    trainsOnData: place.trainsOnData ?? provider.trainsOnData ?? null,
    quantization: place.quantization ?? provider.quantization ?? null,
    contextTokens: place.context ?? offer?.contextTokens ?? null,
    modalities: place.modalities ?? null,
    parameters: place.parameters ?? null,
  }
}

function configured(
  name: string,
  config: ProviderConfig,
  { registry, openAccess }: SnapshotSources,
): ConfiguredProvider {
  const usual = registry.get(config.kind)
  if (usual === undefined) throw new RangeError(`Provider ${name} is of an unknown kind: ${config.kind}.`)
  const provider =
    usual.configure?.({ ...config.settings, ...config.secretSettings }, config.baseUrl) ?? usual
  const address = config.baseUrl ?? provider.baseUrl
  if (address === null) throw new RangeError(`Provider ${name} needs a base_url.`)
  const url = new URL(address)
  const plan = config.credentials.length === 0 ? provider.access : undefined
  return {
    name,
    provider,
    config,
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    access: plan === undefined ? undefined : openAccess?.(plan),
  }
}

function targetsFor(
  target: TargetConfig,
  position: number,
  providers: ReadonlyMap<string, ConfiguredProvider>,
  { catalogue }: SnapshotSources,
): Target[] {
  const provider = providers.get(target.provider)
  if (provider === undefined) throw new RangeError(`There is no provider ${target.provider}.`)
  const price = target.price === null ? null : { ...target.price, tiers: [] }
  return expandTarget(provider, target.model, { ...target, position, price }, catalogue)
}

type Expand = (target: TargetConfig, position: number) => readonly Target[]

function compileRoutes(config: Config, expand: Expand): Map<string, Route> {
  const routes = new Map<string, Route>()
  const compile = (name: string): Route => {
    const known = routes.get(name)
    if (known !== undefined) return known
    const route = config.models[name]
    if (route === undefined) throw new RangeError(`There is no model ${name} to fall back to.`)
    const compiled = { ...ownPart(name, route, expand), ...fallbackPart(route, compile) }
    routes.set(name, compiled)
    return compiled
  }
  for (const name of Object.keys(config.models)) compile(name)
  return routes
}

function ownPart(name: string, route: RouteConfig, expand: Expand) {
  const { strategy, retries, timeouts } = route
  return {
    name,
    targets: route.targets.flatMap(expand),
    strategy,
    retries,
    timeouts,
    where: route.where ?? ROUTE_DEFAULTS.where,
    prefer: route.prefer ?? ROUTE_DEFAULTS.prefer,
    sticky: route.sticky ?? ROUTE_DEFAULTS.sticky,
    hedge: route.hedge ?? ROUTE_DEFAULTS.hedge,
    priceGuard: route.priceGuard ?? ROUTE_DEFAULTS.priceGuard,
    thresholds: route.thresholds ?? ROUTE_DEFAULTS.thresholds,
    onStreamFailure: route.onStreamFailure ?? ROUTE_DEFAULTS.onStreamFailure,
    priority: route.priority ?? ROUTE_DEFAULTS.priority,
    canaries: route.canaries ?? ROUTE_DEFAULTS.canaries,
    standbyProbeMs: route.standbyProbeMs,
  }
}

/** A fallback brings its own fallbacks along, so the list is flat. `loadConfig` has refused circles. */
function fallbackPart(route: RouteConfig, compile: (name: string) => Route) {
  const chain = (names: readonly string[]): Route[] => [
    ...new Set(names.map(compile).flatMap((fallback) => [fallback, ...fallback.fallbacks])),
  ]
  return {
    fallbacks: chain(route.fallbacks),
    onContextLength: chain(route.fallbacksOn.contextLength),
    onContentPolicy: chain(route.fallbacksOn.contentPolicy),
  }
}
