import type { KindSetting } from '../core/provider.ts'
import { buildAuth } from './build-auth.ts'
import { buildBudget, buildLimits } from './build-budget.ts'
import { buildHandling, buildPatience, buildRoute } from './build-route.ts'
import type { Config, ProviderConfig } from './config.ts'
import { settingsSaid } from './provider-settings.ts'
import type { ConfigFile } from './schema.ts'
import { retriesSchema, timeoutsSchema } from './schema-route.ts'

const BYTES_PER_MB = 1024 * 1024

type ProviderFile = ConfigFile['providers'][string]

/** A valid file in the house's own names and units. */
export function buildConfig(
  file: ConfigFile,
  environment: Readonly<Record<string, ProviderConfig>>,
  settings: readonly KindSetting[],
): Config {
  const { server, storage } = file
  return {
    server: {
      host: server.host,
      port: server.port,
      maxBodyBytes: Math.floor(server.max_body_mb * BYTES_PER_MB),
      drainTimeoutMs: server.drain_timeout,
      trustedProxies: server.trusted_proxies,
    },
    storage: {
      url: storage.url,
      retention: {
        exchangesMs: storage.retention.exchanges,
        bodiesMs: storage.retention.bodies,
        responsesMs: storage.retention.responses,
      },
    },
    recording: { bodies: file.recording.bodies },
    providers: lookup({
      ...environment,
      ...mapValues(file.providers, (provider) => buildProvider(provider, settings)),
    }),
    models: lookup(mapValues(file.models, buildRoute)),
    routeDefaults: buildPatience({
      retries: retriesSchema().parse({}),
      timeouts: timeoutsSchema().parse({}),
    }),
    limits: file.limits.map(buildLimits),
    budgets: file.budgets.map(buildBudget),
    unknownPrice: file.pricing.unknown_price,
    billing: { marginPpm: file.pricing.margin, billsEmpty: file.pricing.bill_empty },
    credits: { webhookSecret: file.credits.webhook_secret ?? null },
    auto: file.auto,
    auth: buildAuth(file.auth),
    alerts: file.alerts.map(({ on, webhook, secret }) => ({ on, webhook, secret: secret ?? null })),
  }
}

function buildProvider(provider: ProviderFile, known: readonly KindSetting[]): ProviderConfig {
  const { kind, base_url, api_key, keys, headers, limits } = provider
  const credentials = keys ?? (api_key === undefined ? [] : [{ value: api_key, weight: 1 }])
  return {
    kind,
    baseUrl: base_url ?? null,
    credentials: credentials.map(({ value, weight }, index) => ({ name: String(index + 1), value, weight })),
    headers: headers ?? {},
    ...settingsSaid(provider, known),
    ...(limits === undefined ? {} : { limits }),
    ...buildHandling(provider),
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
