import { configJsonSchema } from '../../src/config/json-schema.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import type { Chance } from './chance.ts'

/** The providers' own names of their models. */
export const NATIVE_IDS = ['one', 'two', 'three'] as const

/** @param others Routes that it may fall back to. */
export function randomRoute(providers: JsonObject, others: readonly string[], chance: Chance): JsonObject {
  const names = Object.keys(providers)
  const places = names.flatMap((provider) => NATIVE_IDS.map((model) => ({ provider, model })))
  return {
    targets: chance.some(places, chance.skewed(1, 6)).map((place) => ({ ...place, ...randomTarget(chance) })),
    strategy: chance.pick(STRATEGY_NAMES),
    retries: {
      attempts: chance.skewed(0, 4),
      ...(chance.happens(0.3) ? { on: chance.some(RETRY_CAUSES, chance.integer(0, 5)) } : {}),
      honour_retry_after: chance.happens(0.8),
    },
    timeouts: {
      connect: `${chance.integer(50, 2_000)}ms`,
      ttft: `${chance.integer(100, 4_000)}ms`,
      idle: `${chance.integer(100, 4_000)}ms`,
      total: `${chance.integer(300, 8_000)}ms`,
      deadline: `${chance.integer(500, 12_000)}ms`,
    },
    fallbacks: chance.some(others, chance.integer(0, 1)),
    fallbacks_on: {
      context_length: chance.happens(0.3) ? chance.some(others, 1) : [],
      content_policy: chance.happens(0.3) ? chance.some(others, 1) : [],
    },
    ...randomWishes(names, chance),
  }
}

/** What a provider or a target may say of how it handles data. */
export function randomHandling(chance: Chance): JsonObject {
  return {
    ...(chance.happens(0.4) ? { jurisdiction: chance.pick(['EU', 'US']) } : {}),
    ...(chance.happens(0.4) ? { retains_data: chance.happens(0.5) } : {}),
    ...(chance.happens(0.4) ? { trains_on_data: chance.happens(0.5) } : {}),
  }
}

function randomTarget(chance: Chance): JsonObject {
  return {
    weight: chance.integer(1, 5),
    ...(chance.happens(0.85) ? { price: randomPrice(chance) } : {}),
    ...(chance.happens(0.1) ? { standby: true } : {}),
    ...(chance.happens(0.1) ? randomHandling(chance) : {}),
  }
}

function randomPrice(chance: Chance): JsonObject {
  return {
    input: chance.integer(0, 1_000) / 100,
    output: chance.integer(0, 3_000) / 100,
    ...(chance.happens(0.2) ? { request: chance.integer(1, 100) / 100_000 } : {}),
  }
}

/** Everything that a route may say and need not. */
function randomWishes(providers: readonly string[], chance: Chance): JsonObject {
  return {
    ...(chance.happens(0.1) ? { where: randomWhere(providers, chance) } : {}),
    ...(chance.happens(0.1) ? { prefer: { max_ttft: { p50: '200ms' }, min_throughput: { p90: 20 } } } : {}),
    ...(chance.happens(0.15) ? { sticky: { by: chance.pick(['session', 'user', 'prefix']) } } : {}),
    ...(chance.happens(0.25)
      ? { hedge: { after: chance.pick(['p95', '30ms', '200ms']), max_ratio: 1 } }
      : {}),
    ...(chance.happens(0.3) ? { on_stream_failure: 'continue' } : {}),
    ...(chance.happens(0.1) ? { priority: 'batch' } : {}),
  }
}

function randomWhere(providers: readonly string[], chance: Chance): JsonObject {
  const filters: readonly JsonObject[] = [
    { max_price: { input: chance.integer(1, 10), output: chance.integer(1, 30) } },
    { jurisdiction: ['EU'] },
    { zdr: true },
    { data_collection: 'deny' },
    { ignore: [chance.pick(providers)] },
    { only: [chance.pick(providers), `${chance.pick(providers)}/one`] },
  ]
  return Object.assign({}, ...chance.some(filters, chance.integer(1, 2))) as JsonObject // Of JSON objects.
}

const RETRY_CAUSES = [429, 500, 502, 503, 504, 529, 'timeout', 'network'] as const
const KINDS = PROVIDERS.map(({ kind }) => kind)
/** What the file itself may say, so that a new strategy is simulated from its first day. */
const STRATEGY_NAMES = strategyNames(configJsonSchema(KINDS))

function strategyNames(schema: unknown): readonly string[] {
  const { enum: names } = at(schema, [
    'properties',
    'models',
    'additionalProperties',
    'properties',
    'strategy',
    'anyOf',
    '0',
  ])
  if (!Array.isArray(names) || names.length === 0) throw new Error('The schema names no strategies.')
  return names.map(String)
}

function at(value: unknown, path: readonly string[]): JsonObject {
  let found: JsonValue | undefined = JSON.parse(JSON.stringify(value)) as JsonValue // A JSON schema is JSON.
  for (const name of path) {
    found = Array.isArray(found) ? found[Number(name)] : isJsonObject(found) ? found[name] : undefined
  }
  return isJsonObject(found) ? found : {}
}
