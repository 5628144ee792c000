import type { CatalogueFile, OfferRow } from '../../src/catalogue/file.ts'
import { comparePrices, priceRowAt } from './compare-prices.ts'

/** What a new catalogue changes, as lines for a person to read. */
export function describeChanges(before: CatalogueFile | null, after: CatalogueFile, nowMs: number): string[] {
  const old = new Map(before?.offers.map((offer) => [keyOf(offer), offer]))
  const current = new Map(after.offers.map((offer) => [keyOf(offer), offer]))
  const lines: string[] = []
  for (const [key, offer] of current) {
    const previous = old.get(key)
    if (previous === undefined) lines.push(`added    ${key}  ${offer.slug}`)
    else lines.push(...offerChanges(key, previous, offer, nowMs))
  }
  for (const key of old.keys()) if (!current.has(key)) lines.push(`removed  ${key}`)
  return lines.sort()
}

function offerChanges(key: string, before: OfferRow, after: OfferRow, nowMs: number): string[] {
  const [old, current] = [priceRowAt(before.prices ?? [], nowMs), priceRowAt(after.prices ?? [], nowMs)]
  if (old === null && current === null) return []
  if (old === null) return [`priced   ${key}`]
  if (current === null) return [`unpriced ${key}`]
  return comparePrices(old, current).map(
    ({ field, a, b }) => `price    ${key}  ${field} ${usd(a)} -> ${usd(b)}`,
  )
}

function keyOf({ kind, id }: OfferRow): string {
  return `${kind} ${id}`
}

export function usd(nanos: number | null): string {
  return nanos === null ? 'none' : `$${nanos / 1e9}`
}
