import { isJsonObject, type JsonValue } from '../core/json.ts'
import type { KindSetting } from '../core/provider.ts'
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
  /** The keys that only some of them have. */
  readonly settings?: readonly KindSetting[]
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
  { env, kinds, kindsWithoutAddress = [], settings = [], builtIn = [], known = [] }: LoadOptions,
): LoadResult {
  const { document, problems } = readDocument(text, env)
  if (document === null) return { ok: false, problems }
  const value = document.value ?? {}
  const environment = environmentProviders(env, known)
  const parsed = configSchema(kinds, settings).safeParse(value, { reportInput: true })
  const findings = [
    ...(parsed.success ? [] : findingsOf(parsed.error.issues, () => configJsonSchema(kinds, settings))),
    ...checkMeaning(value, {
      providers: [...builtIn, ...Object.keys(environment)],
      kindsWithoutAddress,
      settings,
    }),
  ]
  // A value whose variable is missing has been reported; what else is wrong with it cannot be known.
  const reported = new Set(problems.map(placeOf))
  const all = [
    ...problems,
    ...findings.map(document.problemAt).filter((problem) => !reported.has(placeOf(problem))),
    ...checkEnvironment(known, environment, value),
  ]
  if (parsed.success && all.length === 0)
    return { ok: true, config: freeze(buildConfig(parsed.data, environment, settings)) }
  return { ok: false, problems: all.sort(byPlace) }
}

/** What comes from the environment is used as it is, so a broken value is said now and not at the first request. */
function checkEnvironment(
  known: readonly KnownProvider[],
  environment: Readonly<Record<string, ProviderConfig>>,
  file: JsonValue,
): readonly ConfigProblem[] {
  const named = isJsonObject(file) && isJsonObject(file.providers) ? file.providers : {}
  return known
    .filter(({ name }) => !Object.hasOwn(named, name))
    .flatMap((provider) =>
      faultsOf(provider, environment[provider.name]).map((fault) => ({
        path: formatPath(['providers', provider.name]),
        line: null,
        column: null,
        message: `the environment variable ${fault}`,
        suggestion: null,
      })),
    )
}

function faultsOf(known: KnownProvider, config: ProviderConfig | undefined): readonly string[] {
  if (config === undefined) return []
  const { apiKeyEnv, baseUrlEnv, settings = [] } = known
  const { baseUrl, credentials, settings: said = {} } = config
  const isAddress = baseUrl === null || /^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')
  return [
    ...(credentials.some(({ value }) => !CREDENTIAL.test(value))
      ? [`${apiKeyEnv} does not hold a key: it has spaces or line breaks in it`]
      : []),
    ...(isAddress ? [] : [`${baseUrlEnv} does not hold an http:// or https:// address`]),
    ...settings
      .filter(({ name, pattern }) => typeof said[name] === 'string' && !pattern.test(said[name]))
      .map(({ env, pattern }) => `${env} must match ${pattern.source}`),
  ]
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
