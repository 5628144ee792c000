import type { Filter } from './filter.ts'

export const region: Filter = {
  name: 'region',
  prepare({ region: allowed }) {
    const isAllowed = among(allowed)
    return isAllowed && ((target) => isAllowed(target.region))
  },
}

export const jurisdiction: Filter = {
  name: 'jurisdiction',
  prepare({ jurisdiction: allowed }) {
    const isAllowed = among(allowed)
    return isAllowed && ((target) => isAllowed(target.jurisdiction))
  },
}

function among(allowed: readonly string[] | undefined): ((place: string | null) => boolean) | null {
  if (allowed === undefined) return null
  const names = new Set(allowed.flatMap((each) => [each, each.toLowerCase()]))
  return (place) => place !== null && (names.has(place) || names.has(place.toLowerCase()))
}
