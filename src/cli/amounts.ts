const NANOS_A_DOLLAR = 1_000_000_000n

/**
 * An exact amount of nano-dollars, given as text, for people: `$12.3400`. Four decimals, or as many as it takes to
 * show an amount below a tenth of a cent, so that nothing spent ever looks like nothing.
 */
export function formatUsd(nanos: string): string {
  const amount = BigInt(nanos)
  const size = amount < 0n ? -amount : amount
  const decimals = size > 0n && size < 1_000_000n ? exactDecimals(size) : 4
  return `${amount < 0n ? '-' : ''}$${rounded(size, decimals)}`
}

/** A sum of costs of which some may not be known, and then are said to be so and never counted as nothing. */
export function formatCost(nanos: string | null, unpriced: number): string {
  if (unpriced === 0) return nanos === null ? 'unknown' : formatUsd(nanos)
  const unknown = `unknown (${unpriced} ${unpriced === 1 ? 'request' : 'requests'})`
  return nanos === null || nanos === '0' ? unknown : `${formatUsd(nanos)} + ${unknown}`
}

function exactDecimals(size: bigint): number {
  return size.toString().padStart(9, '0').replace(/0+$/, '').length
}

function rounded(size: bigint, decimals: number): string {
  const unit = 10n ** BigInt(9 - decimals)
  const units = (size + unit / 2n) / unit
  const whole = (units * unit) / NANOS_A_DOLLAR
  const rest = units % 10n ** BigInt(decimals)
  return `${whole}.${rest.toString().padStart(decimals, '0')}`
}
