import { ratesOf } from '../rates.ts'
import type { Filter } from './filter.ts'

/** Each figure by itself, as the request's length makes it. A price that is not known is above any. */
export const maxPrice: Filter = {
  name: 'max-price',
  prepare({ maxPrice: max }, facts, nowMs) {
    if (max === undefined) return null
    return (target) => {
      const rates = ratesOf(target, facts, nowMs)
      return (
        rates !== null &&
        isWithin(rates.input, max.input) &&
        isWithin(rates.output, max.output) &&
        isWithin(rates.request, max.request)
      )
    }
  },
}

function isWithin(rate: number | null, max: number | undefined): boolean {
  return max === undefined || (rate !== null && rate <= max)
}
