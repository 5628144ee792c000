import { z } from 'zod'
import type { KindSetting } from '../core/provider.ts'
import { TASK_CLASSES } from '../core/task-class.ts'
import { list, named, section } from './containers.ts'
import { DEFAULTS } from './defaults.ts'
import { choice, duration, later, number, scalar, text } from './scalars.ts'
import { authSchema } from './schema-auth.ts'
import { providerSchema } from './schema-provider.ts'
import { budgetSchema, limitSchema } from './schema-budget.ts'
import { routeSchema } from './schema-route.ts'
import { alertSchema } from './schema-watch.ts'

/** Not `/`: it divides the provider from the model in `provider/native-id`. */
const PROVIDER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const MODEL_NAME = /^[A-Za-z0-9][\x21-\x7e]{0,255}$/

/** A file that has passed: defaults filled in and units converted, still under the file's own names. */
export type ConfigFile = z.output<ReturnType<typeof configSchema>>

/**
 * What `portolan.yaml` may hold. The validator and the served JSON Schema both come from here. Keys and values that
 * the contract knows and this release does not are listed too, so that they are refused by name.
 */
export function configSchema(kinds: readonly string[], settings: readonly KindSetting[] = []) {
  return z.strictObject({
    version: version(),
    server: serverSchema(),
    storage: storageSchema(),
    state: stateSchema(),
    recording: recordingSchema(),
    providers: named(providerSchema(kinds, settings), {
      pattern: PROVIDER_NAME,
      description: 'Upstream APIs by name. Callers can write the name in provider/native-id.',
    }),
    models: named(routeSchema(), {
      pattern: MODEL_NAME,
      description: 'The names that callers use, each with a route.',
    }),
    limits: list(limitSchema(), 'Rate limits. The strictest applies.'),
    budgets: list(budgetSchema(), 'Spending limits. The strictest applies.'),
    pricing: pricingSchema(),
    auto: autoSchema(),
    auth: authSchema(),
    guardrails: later(),
    alerts: list(alertSchema(), 'Whom to tell when something passes a limit.'),
    telemetry: later(),
  })
}

function serverSchema() {
  const { host, port, max_body_mb, drain_timeout, trusted_proxies, workers } = DEFAULTS.server
  return section(
    {
      host: text({ pattern: /^[A-Za-z0-9.:_-]{1,255}$/, must: 'must be a host name or an address' }).prefault(
        host,
      ),
      port: number({ min: 0, max: 65_535, whole: true }).prefault(port).describe('0 takes any free port.'),
      max_body_mb: number({ min: 0.001, max: 1024, whole: false })
        .prefault(max_body_mb)
        .describe('The largest request body, in units of 1,048,576 bytes.'),
      drain_timeout: duration({ min: '0s', max: '1h' })
        .prefault(drain_timeout)
        .describe('How long open exchanges may take to finish when the gateway stops.'),
      trusted_proxies: number({ min: 0, max: 16, whole: true })
        .prefault(trusted_proxies)
        .describe('Proxies in front of the gateway whose x-forwarded-for is believed.'),
      workers: workersSchema(workers),
    },
    'Where the gateway listens.',
  )
}

function storageSchema() {
  const { url, retention } = DEFAULTS.storage
  const kept = (usual: string) => duration({ min: '1m', max: '36500d' }).prefault(usual)
  return section(
    {
      url: storageUrl().prefault(url),
      retention: section(
        {
          exchanges: kept(retention.exchanges).describe('How long records are kept.'),
          bodies: kept(retention.bodies).describe('How long the bodies in them are kept.'),
          responses: duration({ min: '0s', max: '36500d' })
            .prefault(retention.responses)
            .describe('How long answers of `/v1/responses` are kept for their callers. `0s`: not at all.'),
        },
        'How long records, the texts in them, and answers for their callers are kept.',
      ),
    },
    'Where records, keys and budgets are kept.',
  )
}

function stateSchema() {
  return section(
    { url: stateUrl().prefault(DEFAULTS.state.url) },
    'Counters and health that processes share.',
  )
}

function recordingSchema() {
  const bodies = choice(['all', 'errors', 'none'])
    .prefault(DEFAULTS.recording.bodies)
    .describe('Of which exchanges the texts are kept.')
  return section({ bodies, redact: later() }, 'What the record of an exchange holds.')
}

function autoSchema() {
  const names = () =>
    z.array(text({ pattern: MODEL_NAME, must: 'must be a model name, or a pattern with *' })).prefault([])
  const strength = () => choice(['weak', 'strong']).exactOptional()
  return section(
    {
      tier: choice(['low', 'balanced', 'high'])
        .prefault(DEFAULTS.auto.tier)
        .describe('How much of what is asked goes to strong models.'),
      strong: names().describe('Strong models, the best first. Empty: the dear ones.'),
      weak: names().describe('Weak models, the best first. Empty: the cheap ones.'),
      classes: section(
        Object.fromEntries(TASK_CLASSES.map((name) => [name, strength()])),
        'Kinds of task that always get a strong model, or always a weak one.',
      ),
    },
    'How a request for the model auto is given one.',
  )
}

function pricingSchema() {
  const unknown_price = choice(['deny', 'allow'])
    .prefault(DEFAULTS.pricing.unknown_price)
    .describe('What a money budget does with a request whose price is not known.')
  return section(
    { unknown_price, margin: later(), discounts: later(), commitments: later() },
    'How requests are priced.',
  )
}

function version() {
  return scalar({ anyOf: [{ const: 1 }, { type: 'string', pattern: '^1$|\\$\\{' }] }, (value, refuse): 1 =>
    value === 1 || value === '1' ? 1 : refuse('must be 1, the only version so far'),
  ).prefault(DEFAULTS.version)
}

function workersSchema(usual: number) {
  return scalar({ anyOf: [{ const: 1 }, { type: 'string', pattern: '^1$|\\$\\{' }] }, (value, refuse): 1 => {
    if (value === 1 || value === '1') return 1
    return typeof value === 'number' && Number.isInteger(value) && value > 1
      ? refuse('above 1 is not supported yet')
      : refuse('must be 1')
  }).prefault(usual)
}

function storageUrl() {
  return scalar({ type: 'string', pattern: '^(sqlite:|postgres(ql)?://).+|\\$\\{' }, (value, refuse) =>
    typeof value === 'string' && /^(?:sqlite:|postgres(?:ql)?:\/\/)./.test(value)
      ? value
      : refuse('must be sqlite: and a path, or postgres:// and a database'),
  )
}

function stateUrl() {
  return scalar({ type: 'string', pattern: '^memory:$|\\$\\{' }, (value, refuse) => {
    if (value === 'memory:') return value
    const isRedis = typeof value === 'string' && /^rediss?:/.test(value)
    return refuse(isRedis ? 'redis:// is not supported yet' : 'must be memory:')
  })
}
