import type { KindSetting, SettingValue } from '../core/provider.ts'
import type { ProviderConfig } from './config.ts'
import { scalar } from './scalars.ts'

const ENTRIES_MAX = 100

/** The keys that only some kinds have, each for the whole schema. Which kind may have which is a matter of meaning. */
export function settingFields(settings: readonly KindSetting[]) {
  const names = [...new Set(settings.map(({ name }) => name))]
  return Object.fromEntries(
    names.map((name) => {
      const all = settings.filter((setting) => setting.name === name)
      const kinds = all.map(({ kind }) => kind).join(', ')
      return [
        name,
        settingValue(all)
          .exactOptional()
          .describe(`Of ${kinds}: ${all[0]?.about ?? ''}`),
      ]
    }),
  )
}

/** What a provider of the file says of them, the secret ones apart. */
export function settingsSaid(
  provider: Readonly<Record<string, unknown>>,
  known: readonly KindSetting[],
): Pick<ProviderConfig, 'settings' | 'secretSettings'> {
  const own = known.filter(({ name, kind }) => kind === provider.kind && provider[name] !== undefined)
  const said = own.filter(({ isSecret }) => isSecret !== true)
  const secret = own.filter(({ isSecret }) => isSecret === true)
  // The schema has seen to their types.
  const settings = said.map(({ name }) => [name, provider[name] as SettingValue] as const)
  const secretSettings = secret.map(({ name }) => [name, provider[name] as string] as const)
  return {
    ...(settings.length === 0 ? {} : { settings: Object.fromEntries(settings) }),
    ...(secretSettings.length === 0 ? {} : { secretSettings: Object.fromEntries(secretSettings) }),
  }
}

function settingValue(all: readonly KindSetting[]) {
  const isList = all[0]?.type === 'list'
  const isOne = (value: unknown) =>
    typeof value === 'string' && all.some(({ pattern }) => pattern.test(value))
  const json = isList ? { type: 'array', items: { type: 'string' } } : { type: 'string' }
  return scalar(json, (value, refuse): SettingValue => {
    if (!isList) return isOne(value) ? (value as string) : refuse(mustBe(all)) // `isOne` has looked.
    const isGood =
      Array.isArray(value) && value.length > 0 && value.length <= ENTRIES_MAX && value.every(isOne)
    return isGood ? (value as string[]) : refuse(`must be a list of 1 to ${ENTRIES_MAX} names`) // The same.
  })
}

function mustBe(all: readonly KindSetting[]): string {
  return `must match ${all.map(({ pattern }) => pattern.source).join(' or ')}`
}
