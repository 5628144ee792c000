import type { Target } from '../target.ts'
import type { Filter } from './filter.ts'

/** The allow list. */
export const only: Filter = {
  name: 'only',
  prepare({ only: names }) {
    return names === undefined ? null : (target) => names.some((name) => isNamed(target, name))
  },
}

/** The deny list. It also knows kinds: whoever ignores `deepseek` means it under any name. */
export const ignore: Filter = {
  name: 'ignore',
  prepare({ ignore: names }) {
    if (names === undefined) return null
    return (target) => !names.some((name) => isNamed(target, name) || isSame(name, target.provider.kind))
  },
}

/** A provider with all that it has, one region or one model of it, or one target. Letter case does not count. */
export function isNamed({ providerName, model, region, id }: Target, name: string): boolean {
  if (isSame(name, providerName) || isSame(name, id)) return true
  // Most names are of providers, and to put two texts together costs more than to look for a slash.
  if (!name.includes('/')) return false
  if (isSame(name, `${providerName}/${model}`)) return true
  return region !== null && isSame(name, `${providerName}/${region}`)
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && (one === other || one.toLowerCase() === other.toLowerCase())
}
