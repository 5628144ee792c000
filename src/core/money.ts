/**
 * Money is an integer count of nano-dollars (1 USD = 1,000,000,000), held in a `number` that stays a safe integer:
 * the largest is about 9 million dollars, far above any one request, key or day.
 */
export type Nanos = number

export const NANOS_PER_USD = 1_000_000_000

/**
 * Nano-dollars per million tokens: $3 per million is 3_000_000_000. Still an integer at a hundredth of a cent per
 * million, where nano-dollars per single token would need fractions.
 */
export type NanosPerMillion = number

/** USD as written in a configuration file or price list. More than nine decimals are rounded to the nearest nano. */
export function usdToNanos(usd: number): Nanos {
  const nanos = Math.round(usd * NANOS_PER_USD)
  if (!Number.isSafeInteger(nanos)) throw new RangeError(`${usd} USD is outside the range of exact money.`)
  return nanos
}

/** For display and JSON numbers only; sums are made in nanos. */
export function nanosToUsd(nanos: Nanos): number {
  return nanos / NANOS_PER_USD
}
