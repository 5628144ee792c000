import type { ProviderSetting } from '../core/provider.ts'
import type { ProviderConfig } from './config.ts'
import type { Environment } from './interpolate.ts'

/** A provider that its usual variables turn on. `apiKeyEnv` is null where none is usual. */
export interface KnownProvider {
  readonly name: string
  readonly kind: string
  readonly apiKeyEnv: string | null
  /** The variable of the address, which is enough for servers of one's own. */
  readonly baseUrlEnv?: string | undefined
  /** Those with variables; it is off while a required one is not set. */
  readonly settings?: readonly ProviderSetting[]
}

/**
 * The providers whose usual variable, such as `OPENAI_API_KEY`, is set: each is on with no configuration at all. An
 * empty variable counts as not set; white space around a value is dropped, since one read from a file often ends in a
 * line break.
 */
export function environmentProviders(
  env: Environment,
  known: readonly KnownProvider[],
): Readonly<Record<string, ProviderConfig>> {
  return Object.fromEntries(
    known.flatMap((provider) => {
      const config = configOf(provider, env)
      return config === null ? [] : [[provider.name, config]]
    }),
  )
}

function configOf(
  { kind, apiKeyEnv, baseUrlEnv, settings = [] }: KnownProvider,
  env: Environment,
): ProviderConfig | null {
  const value = valueOf(env, apiKeyEnv)
  const address = valueOf(env, baseUrlEnv).replace(/\/+$/, '')
  const said = settings
    .map(({ name, env: variable }) => [name, valueOf(env, variable)] as const)
    .filter(([, text]) => text !== '')
  const isComplete = settings.every(
    ({ name, isRequired }) => isRequired !== true || said.some((setting) => setting[0] === name),
  )
  if ((value === '' && address === '') || (!isComplete && address === '')) return null
  return {
    kind,
    baseUrl: address === '' ? null : address,
    credentials: value === '' ? [] : [{ name: '1', value, weight: 1 }],
    headers: {},
    ...(said.length === 0 ? {} : { settings: Object.fromEntries(said) }),
  }
}

function valueOf(env: Environment, variable: string | null | undefined): string {
  return variable === null || variable === undefined ? '' : (env[variable] ?? '').trim()
}
