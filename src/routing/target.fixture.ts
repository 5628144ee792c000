import type { Offer, Price } from '../core/price.ts'
import { openai } from '../providers/openai.ts'
import { type Route, ROUTE_DEFAULTS } from './route.ts'
import { type Target, TARGET_UNKNOWNS } from './target.ts'

/** Targets and routes for the tests of routing: places are named by letters, credentials by numbers. */

export function targetAt(position: number, fields: Partial<Target> = {}): Target {
  const name = String.fromCharCode(97 + position)
  return {
    id: fields.credentialName === undefined ? `${name}/m` : `${name}/m#${fields.credentialName}`,
    providerName: name,
    provider: openai,
    origin: `https://${name}.example`,
    basePath: '',
    headers: {},
    secret: null,
    credentialName: '',
    model: 'm',
    position,
    weight: 1,
    credentialWeight: 1,
    offer: null,
    price: null,
    ...TARGET_UNKNOWNS,
    ...fields,
  }
}

/** One place with as many credentials as there are weights. */
export function withCredentials(position: number, weights: readonly number[], fields: Partial<Target> = {}) {
  return weights.map((credentialWeight, index) =>
    targetAt(position, { ...fields, credentialName: String(index + 1), credentialWeight }),
  )
}

export function routeOf(targets: readonly Target[], fields: Partial<Route> = {}): Route {
  return {
    name: 'smart',
    targets,
    strategy: 'order',
    retries: { attempts: 1, on: [429, 500, 503, 'timeout', 'network'], honourRetryAfter: true },
    timeouts: { connectMs: 1_000, ttftMs: 1_000, idleMs: 1_000, totalMs: 1_000, deadlineMs: 1_000 },
    fallbacks: [],
    onContextLength: [],
    onContentPolicy: [],
    ...ROUTE_DEFAULTS,
    ...fields,
  }
}

export function priced(input: number | null, output: number | null): Price {
  return {
    input,
    output,
    cacheRead: null,
    cacheWrite: null,
    cacheWrite1h: null,
    audioInput: null,
    audioOutput: null,
    request: null,
    tiers: [],
  }
}

/** A model of the catalogue of which nothing is known but what is said. */
export function offerOf(fields: Partial<Offer> = {}): Offer {
  return {
    kind: 'openai',
    nativeId: 'm',
    slug: 'a/m',
    displayName: 'M',
    contextTokens: null,
    maxOutputTokens: null,
    inputModalities: null,
    reasons: null,
    prices: [],
    ...fields,
  }
}
