import { nanosToUsd } from '../../core/money.ts'
import type { Price } from '../../core/price.ts'

/** USD per million tokens, three read for each one written, as the strategy `price` has it. Null: not known. */
export function blendedUsd(price: Price | null): number | null {
  if (price === null || price.input === null || price.output === null) return null
  return nanosToUsd((3 * price.input + price.output) / 4)
}

/**
 * The place of each model in the order of prices, from 0 (cheapest) to 1 (dearest); equal prices share one. Nothing
 * but a proxy for strength: a vendor asks more for the better of his models, and the market pays it or does not.
 * Models whose price is not known have no place.
 */
export function priceRanks(
  models: readonly { readonly slug: string; readonly price: Price | null }[],
): ReadonlyMap<string, number> {
  const priced = models.flatMap(({ slug, price }) => {
    const usd = blendedUsd(price)
    return usd === null ? [] : [{ slug, usd }]
  })
  const steps = [...new Set(priced.map(({ usd }) => usd))].sort((a, b) => a - b)
  const places = new Map(
    steps.map((usd, step) => [usd, steps.length === 1 ? 0.5 : step / (steps.length - 1)]),
  )
  return new Map(priced.map(({ slug, usd }) => [slug, places.get(usd) ?? 0.5]))
}
