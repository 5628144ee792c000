import type { ProviderConfig } from './config.ts'
import type { Environment } from './interpolate.ts'

/** A provider that its usual variable turns on. `apiKeyEnv` is null where none is usual. */
export interface KnownProvider {
  readonly name: string
  readonly kind: string
  readonly apiKeyEnv: string | null
}

/**
 * The providers whose usual variable, such as `OPENAI_API_KEY`, is set: each is on with no configuration at all. An
 * empty variable counts as not set; white space around a key is dropped, since a key read from a file often ends in a
 * line break.
 */
export function environmentProviders(
  env: Environment,
  known: readonly KnownProvider[],
): Readonly<Record<string, ProviderConfig>> {
  return Object.fromEntries(
    known.flatMap(({ name, kind, apiKeyEnv }) => {
      const value = apiKeyEnv === null ? '' : (env[apiKeyEnv] ?? '').trim()
      if (value === '') return []
      return [[name, { kind, baseUrl: null, credentials: [{ name: '1', value, weight: 1 }], headers: {} }]]
    }),
  )
}
