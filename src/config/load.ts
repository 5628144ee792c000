import { isJsonObject, type JsonValue } from '../core/json.ts'
import { buildConfig } from './build.ts'
import { checkMeaning } from './check.ts'
import type { Config, ConfigProblem, ProviderConfig } from './config.ts'
import { readDocument } from './document.ts'
import { environmentProviders, type KnownProvider } from './environment-providers.ts'
import { findingsOf } from './findings.ts'
import type { Environment } from './interpolate.ts'
import { formatPath } from './problem.ts'
import { configJsonSchema } from './json-schema.ts'
import { configSchema } from './schema.ts'
import { CREDENTIAL } from './schema-provider.ts'

export interface LoadOptions {
  readonly env: Environment
  /** The provider kinds of this build. */
  readonly kinds: readonly string[]
  /** Those of them that have no usual address, so that `base_url` must be given. */
  readonly kindsWithoutAddress?: readonly string[]
  /** Names of providers that are there whatever the file says, such as the simulator's. */
  readonly builtIn?: readonly string[]
  /** Providers that their usual variable turns on, unless the file has one of that name. */
  readonly known?: readonly KnownProvider[]
}

export type LoadResult =
  | { readonly ok: true; readonly config: Config }
  /** Everything that is wrong, in the order of the file. */
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/** Reads a configuration from YAML or JSON text. Never throws; an empty text is all defaults. */
export function loadConfig(
  text: string,
  { env, kinds, kindsWithoutAddress = [], builtIn = [], known = [] }: LoadOptions,
): LoadResult {
  const { document, problems } = readDocument(text, env)
  if (document === null) return { ok: false, problems }
  const value = document.value ?? {}
  const environment = environmentProviders(env, known)
  const parsed = configSchema(kinds).safeParse(value, { reportInput: true })
  const findings = [
    ...(parsed.success ? [] : findingsOf(parsed.error.issues, () => configJsonSchema(kinds))),
    ...checkMeaning(value, { providers: [...builtIn, ...Object.keys(environment)], kindsWithoutAddress }),
  ]
  // A value whose variable is missing has been reported; what else is wrong with it cannot be known.
  const reported = new Set(problems.map(placeOf))
  const all = [
    ...problems,
    ...findings.map(document.problemAt).filter((problem) => !reported.has(placeOf(problem))),
    ...checkEnvironment(known, environment, value),
  ]
  if (parsed.success && all.length === 0)
    return { ok: true, config: freeze(buildConfig(parsed.data, environment)) }
  return { ok: false, problems: all.sort(byPlace) }
}

/** A key from the environment is used as it is, so a broken one is said now and not at the first request. */
function checkEnvironment(
  known: readonly KnownProvider[],
  environment: Readonly<Record<string, ProviderConfig>>,
  file: JsonValue,
): readonly ConfigProblem[] {
  const named = isJsonObject(file) && isJsonObject(file.providers) ? file.providers : {}
  return known
    .filter(({ name }) => !Object.hasOwn(named, name))
    .filter(({ name }) => environment[name]?.credentials.some(({ value }) => !CREDENTIAL.test(value)))
    .map(({ name, apiKeyEnv }) => ({
      path: formatPath(['providers', name]),
      line: null,
      column: null,
      message: `the environment variable ${apiKeyEnv} does not hold a key: it has spaces or line breaks in it`,
      suggestion: null,
    }))
}

function placeOf({ path, line, column }: ConfigProblem): string {
  return `${line}:${column} ${path}`
}

function byPlace(one: ConfigProblem, other: ConfigProblem): number {
  const lines = (one.line ?? 0) - (other.line ?? 0)
  return lines === 0 ? (one.column ?? 0) - (other.column ?? 0) : lines
}

function freeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner)
  return Object.freeze(value)
}
