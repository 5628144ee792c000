import type { Budget } from '../core/key.ts'
import type { Config, PriceConfig, ProviderConfig, RouteConfig } from './config.ts'
import type { ConfigFile } from './schema.ts'
import { retriesSchema, timeoutsSchema } from './schema-route.ts'

const BYTES_PER_MB = 1024 * 1024

/** How often and how long a route tries. */
type Patience = Config['routeDefaults']

type ProviderFile = ConfigFile['providers'][string]
type RouteFile = ConfigFile['models'][string]
type PriceFile = NonNullable<RouteFile['targets'][number]['price']>

/** A valid file in the house's own names and units. */
export function buildConfig(file: ConfigFile, environment: Readonly<Record<string, ProviderConfig>>): Config {
  const { server, storage } = file
  return {
    server: {
      host: server.host,
      port: server.port,
      maxBodyBytes: Math.floor(server.max_body_mb * BYTES_PER_MB),
      drainTimeoutMs: server.drain_timeout,
    },
    storage: {
      url: storage.url,
      retention: { exchangesMs: storage.retention.exchanges, bodiesMs: storage.retention.bodies },
    },
    recording: { bodies: file.recording.bodies },
    providers: lookup({ ...environment, ...mapValues(file.providers, buildProvider) }),
    models: lookup(mapValues(file.models, buildRoute)),
    routeDefaults: buildPatience({
      retries: retriesSchema().parse({}),
      timeouts: timeoutsSchema().parse({}),
    }),
    keyLimits: file.limits.flatMap(({ scope, ...limits }) => (scope === 'key' ? [limits] : [])),
    keyBudgets: file.budgets.filter(({ scope }) => scope === 'key').map(buildBudget),
    unknownPrice: file.pricing.unknown_price,
  }
}

function buildProvider({ kind, base_url, api_key, keys, headers }: ProviderFile): ProviderConfig {
  const credentials = keys ?? (api_key === undefined ? [] : [{ value: api_key, weight: 1 }])
  return {
    kind,
    baseUrl: base_url ?? null,
    credentials: credentials.map(({ value, weight }, index) => ({ name: String(index + 1), value, weight })),
    headers: headers ?? {},
  }
}

function buildRoute(route: RouteFile): RouteConfig {
  const { targets, strategy, retries, timeouts, fallbacks, fallbacks_on } = route
  return {
    targets: targets.map(({ provider, model, weight, price }) => ({
      provider,
      model,
      weight,
      price: price === undefined ? null : buildPrice(price),
    })),
    strategy,
    ...buildPatience({ retries, timeouts }),
    fallbacks,
    fallbacksOn: { contextLength: fallbacks_on.context_length, contentPolicy: fallbacks_on.content_policy },
  }
}

function buildPatience({ retries, timeouts }: Pick<RouteFile, 'retries' | 'timeouts'>): Patience {
  return {
    retries: { attempts: retries.attempts, on: retries.on, honourRetryAfter: retries.honour_retry_after },
    timeouts: {
      connectMs: timeouts.connect,
      ttftMs: timeouts.ttft,
      idleMs: timeouts.idle,
      totalMs: timeouts.total,
      deadlineMs: timeouts.deadline,
    },
  }
}

function buildPrice(price: PriceFile): PriceConfig {
  return {
    input: price.input ?? null,
    output: price.output ?? null,
    cacheRead: price.cache_read ?? null,
    cacheWrite: price.cache_write ?? null,
    cacheWrite1h: price.cache_write_1h ?? null,
    audioInput: price.audio_input ?? null,
    audioOutput: price.audio_output ?? null,
    request: price.request ?? null,
  }
}

function buildBudget({ usd, tokens, calls, window, on_exhausted }: ConfigFile['budgets'][number]): Budget {
  return {
    ...(usd === undefined ? {} : { usdNanos: usd }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(calls === undefined ? {} : { calls }),
    window,
    onExhausted: on_exhausted,
  }
}

/** Looked up by names that callers send, so nothing may be inherited: `constructor` is not a model. */
function lookup<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.assign(Object.create(null), values)
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
