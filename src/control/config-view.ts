import type { Config, ProviderConfig } from '../config/config.ts'
import { redactConfig } from '../config/redact.ts'
import { authView } from './config-view-auth.ts'
import { configBudgetView, configLimitsView } from './config-view-budget.ts'
import { handlingView, ms, routeView, said } from './config-view-route.ts'

const BYTES_PER_MB = 1024 * 1024

/**
 * The configuration in force in the words of `portolan.yaml`: whole, with every default filled in, and with the mask
 * in the place of each secret. Read again as a document it means the same, the secrets apart.
 */
export function configView(config: Config) {
  const {
    server,
    storage,
    recording,
    providers,
    models,
    limits,
    budgets,
    unknownPrice,
    billing,
    credits,
    auto,
    auth,
    alerts,
  } = redactConfig(config)
  return {
    version: 1,
    server: {
      host: server.host,
      port: server.port,
      max_body_mb: server.maxBodyBytes / BYTES_PER_MB,
      drain_timeout: ms(server.drainTimeoutMs),
      trusted_proxies: server.trustedProxies,
    },
    storage: {
      url: storage.url,
      retention: {
        exchanges: ms(storage.retention.exchangesMs),
        bodies: ms(storage.retention.bodiesMs),
        responses: ms(storage.retention.responsesMs),
      },
    },
    recording: { bodies: recording.bodies },
    providers: mapValues(providers, providerView),
    models: mapValues(models, routeView),
    limits: limits.map(configLimitsView),
    budgets: budgets.map(configBudgetView),
    pricing: {
      unknown_price: unknownPrice,
      margin: `${billing.marginPpm / 10_000}%`,
      bill_empty: billing.billsEmpty,
    },
    credits: credits.webhookSecret === null ? {} : { webhook_secret: credits.webhookSecret },
    auto,
    auth: authView(auth),
    alerts: alerts.map(({ secret, ...alert }) => (secret === null ? alert : { ...alert, secret })),
  }
}

function providerView({
  kind,
  baseUrl,
  credentials,
  headers,
  settings,
  secretSettings,
  limits,
  ...rest
}: ProviderConfig) {
  return {
    kind,
    ...(baseUrl === null ? {} : { base_url: baseUrl }),
    ...(credentials.length === 0
      ? {}
      : { keys: credentials.map(({ value, weight }) => ({ value, weight })) }),
    headers,
    ...settings,
    ...secretSettings,
    ...said({ limits }),
    ...handlingView(rest),
  }
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
