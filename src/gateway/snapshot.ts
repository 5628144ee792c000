import type { Config, ProviderConfig, RouteConfig, TargetConfig } from '../config/config.ts'
import type { Catalogue, Price } from '../core/price.ts'
import type { Provider } from '../core/provider.ts'
import type { Route } from '../routing/route.ts'
import type { Target } from '../routing/target.ts'

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
}

export interface SnapshotSources {
  readonly registry: ReadonlyMap<string, Provider>
  readonly catalogue: Catalogue
}

/** Compiles a configuration that `loadConfig` has found valid. Throws `RangeError` for one that is not. */
export function buildSnapshot(config: Config, revision: string, sources: SnapshotSources): Snapshot {
  const providers = new Map<string, ConfiguredProvider>()
  for (const [name, provider] of Object.entries(config.providers)) {
    providers.set(name, configured(name, provider, sources.registry))
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

/** One target for each credential of the provider. */
export function expandTarget(
  configured: ConfiguredProvider,
  model: string,
  place: { readonly position: number; readonly weight: number; readonly price: Price | null },
  catalogue: Catalogue,
): Target[] {
  const { name, provider, config, origin, basePath } = configured
  const offer = catalogue.byNativeId(provider.kind, model)
  const credentials = config.credentials.length > 0 ? config.credentials : [null]
  return credentials.map((credential) => ({
    id: credentials.length === 1 ? `${name}/${model}` : `${name}/${model}#${credential?.name ?? ''}`,
    providerName: name,
    provider,
    origin,
    basePath,
    headers: { ...provider.headers(credential?.value ?? null), ...config.headers },
    secret: credential?.value ?? null,
    credentialName: credential?.name ?? '',
    model,
    position: place.position,
    weight: place.weight,
    credentialWeight: credential?.weight ?? 1,
    offer,
    price: place.price ?? provider.price ?? null,
  }))
}

function configured(
  name: string,
  config: ProviderConfig,
  registry: ReadonlyMap<string, Provider>,
): ConfiguredProvider {
  const provider = registry.get(config.kind)
  if (provider === undefined) throw new RangeError(`Provider ${name} is of an unknown kind: ${config.kind}.`)
  const address = config.baseUrl ?? provider.baseUrl
  if (address === null) throw new RangeError(`Provider ${name} needs a base_url.`)
  const url = new URL(address)
  return { name, provider, config, origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') }
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
  return expandTarget(provider, target.model, { position, weight: target.weight, price }, catalogue)
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
  const targets = route.targets.flatMap(expand)
  return { name, targets, strategy: route.strategy, retries: route.retries, timeouts: route.timeouts }
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
