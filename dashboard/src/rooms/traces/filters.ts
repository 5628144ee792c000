import type { ExchangeFilters } from '../../api/queries.ts'
import type { Search } from '../../app/router.tsx'

/** Filters that are text and go to the gateway as they are. */
const PLAIN = [
  'provider',
  'model',
  'key_id',
  'user',
  'session',
  'tag',
  'q',
  'error_code',
  'status',
  'min_cost',
  'dialect',
] as const

export type FilterName = (typeof PLAIN)[number] | 'within'

const WITHIN_MS: Readonly<Record<string, number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
}
/** A filter that nothing fits is looked for in all of its time, so that is not all there is. */
const USUAL_WITHIN = '7d'
/** So that the beginning of a time that ends now is the same for a while, and what was loaded can be used again. */
const ROUNDING_MS = 60_000

export function exchangeFiltersOf(search: Search): ExchangeFilters {
  const plain = PLAIN.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]]))
  const withinMs = WITHIN_MS[search.within ?? USUAL_WITHIN]
  const sinceMs =
    withinMs === undefined ? null : Math.floor((Date.now() - withinMs) / ROUNDING_MS) * ROUNDING_MS
  const since = sinceMs === null ? {} : { since: new Date(sinceMs).toISOString() }
  return { ...Object.fromEntries(plain), ...since } as ExchangeFilters // The gateway checks what was typed.
}
