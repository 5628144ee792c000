import { buildConfig } from '../../src/config/build.ts'
import { checkMeaning } from '../../src/config/check.ts'
import type { Config } from '../../src/config/config.ts'
import { configSchema } from '../../src/config/schema.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import type { Chance } from './chance.ts'
import { randomHandling, randomRoute } from './random-route.ts'

/** Names that callers may write in `model`. A configuration has some of them. */
export const ROUTE_NAMES = ['smart', 'cheap', 'careful'] as const

/** The `providers` of a file: one to three kinds, and more names than kinds. */
export function randomProviders(chance: Chance): JsonObject {
  const kinds = chance.some(KINDS, chance.integer(1, 3))
  const providers: Record<string, JsonObject> = {}
  for (let number = 1; number <= chance.integer(1, 4); number++) {
    const name = `p${number}`
    providers[name] = {
      kind: chance.pick(kinds),
      base_url: `https://${name}.example/v1`,
      ...randomCredentials(name, chance),
      ...randomHandling(chance),
      ...(chance.happens(0.25) ? { limits: randomProviderLimits(chance) } : {}),
    }
  }
  return providers
}

/** All the rest of a file, as an operator might write it. */
export function randomFile(providers: JsonObject, chance: Chance): JsonObject {
  const names = chance.some(ROUTE_NAMES, chance.integer(2, 3))
  return {
    recording: { bodies: chance.pick(['all', 'errors', 'none']) },
    providers,
    models: Object.fromEntries(
      names.map((name, at) => [name, randomRoute(providers, names.slice(at + 1), chance)]),
    ),
    limits: chance.happens(0.2) ? [{ scope: 'key', ...randomLimits(chance) }] : [],
    budgets: chance.happens(0.2) ? [{ scope: 'key', ...randomBudget(chance) }] : [],
    pricing: { unknown_price: chance.pick(['deny', 'allow']) },
  }
}

/** As `loadConfig` makes it, with a schema that is built once: that takes longer than a whole scenario. */
export function compileFile(file: JsonObject): Config {
  const findings = checkMeaning(file, { providers: [], kindsWithoutAddress: [], settings: [] })
  if (findings.length > 0) throw new Error(`The file means nothing: ${JSON.stringify(findings)}`)
  return buildConfig(SCHEMA.parse(file), {}, [])
}

/** One or two of the limits, tight enough to be felt by a handful of requests. */
export function randomLimits(chance: Chance): JsonObject {
  const limits = {
    rpm: chance.integer(1, 8),
    rph: chance.integer(2, 12),
    tpm: chance.integer(500, 20_000),
    concurrency: chance.integer(1, 4),
  }
  return Object.fromEntries(chance.some(Object.entries(limits), chance.integer(1, 2)))
}

function randomBudget(chance: Chance): JsonObject {
  const amounts: readonly JsonObject[] = [
    { usd: chance.integer(1, 100) / 1_000 },
    { tokens: chance.integer(500, 20_000) },
    { calls: chance.integer(1, 12) },
  ]
  return { ...chance.pick(amounts), window: chance.pick(['day', 'week', 'month', 'lifetime', '2d']) }
}

/** Tight ones: what has no room goes elsewhere, or waits in turn. */
function randomProviderLimits(chance: Chance): JsonObject {
  const limits = {
    rpm: chance.integer(2, 10),
    tpm: chance.integer(1_000, 20_000),
    concurrency: chance.pick([1, 2, 3, 'adaptive']),
  }
  return Object.fromEntries(chance.some(Object.entries(limits), chance.integer(1, 2)))
}

function randomCredentials(name: string, chance: Chance): JsonObject {
  const secret = (number: number) => `sk-of-${name}-${number}-0123456789`
  if (chance.happens(0.7)) return { api_key: secret(1) }
  const keys = [1, 2, 3].slice(0, chance.integer(2, 3))
  return { keys: keys.map((number) => ({ value: secret(number), weight: chance.integer(1, 3) })) }
}

/** Those that a simulated upstream can stand in for. */
const KINDS = PROVIDERS.filter(({ wire }) => wire !== null).map(({ kind }) => kind)
const SCHEMA = configSchema(KINDS)
