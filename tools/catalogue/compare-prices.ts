import type { ConflictRow, PriceRow, RateRow } from '../../src/catalogue/file.ts'

export type PriceDifference = Pick<ConflictRow, 'field' | 'a' | 'b'>

/**
 * Where two prices disagree. What only one of them knows is no disagreement, since a source that lacks a price for
 * cache writes says nothing about it; but a step to a higher price is, because it changes what `input` costs.
 */
export function comparePrices(a: PriceRow, b: PriceRow): PriceDifference[] {
  const differences = RATES.flatMap((field) => difference(field, a[field], b[field]))
  for (const above of thresholds(a, b)) {
    const field = `above ${above}`
    const [inputA, inputB] = [inputAbove(a, above), inputAbove(b, above)]
    if (inputA !== inputB) differences.push({ field, a: inputA, b: inputB })
  }
  return differences
}

/** The row that holds all day at a time, or null. */
export function priceRowAt(prices: readonly PriceRow[], atMs: number): PriceRow | null {
  return prices.findLast((row) => row.daily === undefined && (row.from ?? 0) <= atMs) ?? null
}

const RATES = [
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'cacheWrite1h',
] as const satisfies (keyof RateRow)[]

function difference(field: string, a: number | undefined, b: number | undefined): PriceDifference[] {
  return a === undefined || b === undefined || a === b ? [] : [{ field, a, b }]
}

/** One source counts "from 200,000 on" as above 199,999: the same step to the eye of everybody but one request. */
function thresholds(a: PriceRow, b: PriceRow): number[] {
  const all = [...(a.tiers ?? []), ...(b.tiers ?? [])].map((tier) => Math.ceil(tier.above / 10) * 10)
  return [...new Set(all)].sort((x, y) => x - y)
}

function inputAbove(price: PriceRow, above: number): number | null {
  return price.tiers?.findLast((tier) => tier.above <= above)?.input ?? null
}
