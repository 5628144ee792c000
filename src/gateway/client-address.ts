/**
 * Where a request comes from: the connection's own address, or behind `trustedProxies` proxies that each append what
 * they see to `x-forwarded-for`, the one that the outermost of them has seen. What stands before that can be written
 * by anybody.
 */
export function clientAddress(
  connection: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustedProxies: number,
): string {
  const own = connection ?? ''
  if (trustedProxies === 0 || forwardedFor === undefined) return plain(own)
  const seen = [...[forwardedFor].flat().join(',').split(','), own]
  return plain((seen[Math.max(0, seen.length - 1 - trustedProxies)] ?? own).trim())
}

/** A v4 address as a v6 socket shows it, as the v4 address. */
function plain(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice('::ffff:'.length) : address
}
