import type { KindSetting, SettingValue } from '../core/provider.ts'
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

/** What a provider of the file says of them. */
export function settingsSaid(
  provider: Readonly<Record<string, unknown>>,
  settings: readonly KindSetting[],
): Readonly<Record<string, SettingValue>> | undefined {
  const said = settings.flatMap(({ name, kind }) => {
    const value = kind === provider.kind ? provider[name] : undefined
    return value === undefined ? [] : [[name, value as SettingValue] as const] // The schema has seen to that.
  })
  return said.length === 0 ? undefined : Object.fromEntries(said)
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
