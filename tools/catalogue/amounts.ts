const MICROS_PER_USD = 1_000_000
const NANOS_PER_MICRO = 1000

/**
 * USD for a million tokens, as a source writes it, to whole nano-dollars. The sources hold noise of binary fractions
 * (0.43000000000000005), and no price has more than six decimals, so all beyond them is cut away by rounding.
 */
export function usdToNanosPerMillion(usd: number): number {
  const nanos = Math.round(usd * MICROS_PER_USD) * NANOS_PER_MICRO
  if (!Number.isSafeInteger(nanos) || nanos < 0) throw new RangeError(`${usd} is no price in USD.`)
  return nanos
}
