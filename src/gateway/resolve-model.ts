import { nearestNames } from '../catalogue/nearest.ts'
import { GatewayError } from '../core/error.ts'
import type { Catalogue, Offer } from '../core/price.ts'
import { type Route, ROUTE_DEFAULTS } from '../routing/route.ts'
import { priceOf, type Target } from '../routing/target.ts'
import { type ConfiguredProvider, expandTarget, type Snapshot } from './snapshot.ts'

/**
 * What a model name stands for, in this order: a name under `models:`; `author/slug` of the catalogue; a configured
 * provider and its native id; a bare native id. Throws `model_not_found` with the nearest names.
 */
export function resolveModel(name: string, snapshot: Snapshot, catalogue: Catalogue, nowMs: number): Route {
  if (name.length > NAME_CHARS_MAX) throw notFound(name, snapshot, catalogue)
  const exact = resolveExact(name, snapshot, catalogue)
  if (exact !== null) return exact
  const { base, suffix } = splitSuffix(name)
  const route = suffix === null ? null : resolveExact(base, snapshot, catalogue)
  if (route === null || suffix === null) throw notFound(name, snapshot, catalogue)
  return applySuffix(route, suffix, nowMs)
}

/** Names are kept as they come: in records, in headers, in what is known of each target's health. */
const NAME_CHARS_MAX = 512

/** The name without OpenRouter's `:floor` and the like: what permissions are about. */
export function baseModelName(name: string): string {
  return splitSuffix(name).base
}

function resolveExact(name: string, snapshot: Snapshot, catalogue: Catalogue): Route | null {
  const named = snapshot.routes.get(name)
  if (named !== undefined) return named
  const bySlug = offered(catalogue.bySlug(name), snapshot, catalogue)
  if (bySlug.length > 0) return implicitRoute(name, bySlug, snapshot)
  const byProvider = atProvider(name, snapshot, catalogue)
  if (byProvider.length > 0) return implicitRoute(name, byProvider, snapshot)
  const byBareId = offered(catalogue.byBareId(name), snapshot, catalogue)
  return byBareId.length > 0 ? implicitRoute(name, byBareId, snapshot) : null
}

/** Every configured provider that serves one of these offers. */
function offered(offers: readonly Offer[], snapshot: Snapshot, catalogue: Catalogue): Target[] {
  const targets: Target[] = []
  let position = 0
  for (const configured of snapshot.providers.values()) {
    const offer = offers.find(({ kind }) => kind === configured.provider.kind)
    if (offer === undefined) continue
    targets.push(...expandTarget(configured, offer.nativeId, { position, weight: 1, price: null }, catalogue))
    position++
  }
  return targets
}

function atProvider(name: string, snapshot: Snapshot, catalogue: Catalogue): Target[] {
  const slash = name.indexOf('/')
  const providerName = name.slice(name.startsWith('@') ? 1 : 0, Math.max(slash, 0))
  const configured: ConfiguredProvider | undefined = snapshot.providers.get(providerName)
  const model = name.slice(slash + 1)
  if (slash === -1 || model === '' || configured === undefined) return []
  return expandTarget(configured, model, { position: 0, weight: 1, price: null }, catalogue)
}

function implicitRoute(name: string, targets: readonly Target[], { config }: Snapshot): Route {
  return {
    name,
    targets,
    strategy: 'balanced',
    ...config.routeDefaults,
    ...NO_FALLBACKS,
    ...ROUTE_DEFAULTS,
  }
}

const NO_FALLBACKS = { fallbacks: [], onContextLength: [], onContentPolicy: [] }

const SUFFIXES = ['floor', 'free', 'nitro', 'online', 'exacto'] as const
type Suffix = (typeof SUFFIXES)[number]

function splitSuffix(name: string): { readonly base: string; readonly suffix: Suffix | null } {
  const colon = name.lastIndexOf(':')
  const suffix = SUFFIXES.find((known) => known === name.slice(colon + 1)) ?? null
  return colon === -1 || suffix === null
    ? { base: name, suffix: null }
    : { base: name.slice(0, colon), suffix }
}

function applySuffix(route: Route, suffix: Suffix, nowMs: number): Route {
  switch (suffix) {
    case 'floor':
      return { ...route, strategy: 'price', sticky: null }
    case 'nitro':
      return { ...route, strategy: 'throughput', sticky: null }
    case 'exacto':
      return { ...route, strategy: 'quality', sticky: null }
    case 'free': {
      const free = route.targets.filter((target) => isFree(target, nowMs))
      if (free.length > 0) return { ...route, targets: free, ...NO_FALLBACKS }
      throw new GatewayError('model_not_found', `No configured provider serves ${route.name} for free.`, {
        param: 'model',
      })
    }
    case 'online':
      throw new GatewayError(
        'unsupported_parameter',
        `The suffix :${suffix} is not supported yet; leave it out.`,
        {
          param: 'model',
        },
      )
  }
}

function isFree(target: Target, nowMs: number): boolean {
  const price = priceOf(target, nowMs)
  return price?.input === 0 && price.output === 0
}

function notFound(name: string, snapshot: Snapshot, catalogue: Catalogue): GatewayError {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name
  const near = nearestNames(name, [...snapshot.routes.keys(), ...catalogue.slugs()], 3)
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''
  const known = catalogue.bySlug(name).length > 0 || catalogue.byBareId(name).length > 0
  const reason = known
    ? `No configured provider serves the model ${shown}; configure one that does, e.g. by its API key variable.`
    : `There is no model ${shown}.${hint} GET /v1/models lists them.`
  return new GatewayError('model_not_found', reason, { param: 'model' })
}
