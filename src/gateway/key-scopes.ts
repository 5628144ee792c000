import { BlockList, isIP } from 'node:net'
import { GatewayError } from '../core/error.ts'
import type { KeyRecord, KeyScopes } from '../core/key.ts'
import type { WireFormat } from '../core/request.ts'

/** What is known of a request when its key is. What is absent is not looked at. */
export interface Scoped {
  readonly address?: string
  readonly dialect?: WireFormat
}

/** Throws `permission_denied`, naming the field of the key that refuses. One without scopes costs one comparison. */
export function checkScopes({ scopes }: KeyRecord, { address, dialect }: Scoped): void {
  if (scopes === null) return
  if (dialect !== undefined && scopes.dialects?.includes(dialect) === false)
    throw refused('dialects', `may not speak the dialect ${dialect}`)
  if (address !== undefined && scopes.ipRanges !== undefined && !isInRanges(address, scopes.ipRanges))
    throw refused('ip_ranges', 'may not be used from this address')
}

/** The same, for the route that a request leads to. */
export function checkRoute({ scopes }: KeyRecord, route: string): void {
  if (scopes?.routes?.includes(route) === false)
    throw refused('routes', `may not use the route ${route.slice(0, 100)}`)
}

/** Whether `range` is an address, or a range in CIDR notation, of either version. */
export function isIpRange(range: string): boolean {
  return parseRange(range) !== null
}

function isInRanges(address: string, ranges: readonly string[]): boolean {
  const version = isIP(address)
  return version !== 0 && blockListOf(ranges).check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** Each key's list is made once: the same array comes with all its requests. */
const lists = new WeakMap<readonly string[], BlockList>()

function blockListOf(ranges: NonNullable<KeyScopes['ipRanges']>): BlockList {
  const known = lists.get(ranges)
  if (known !== undefined) return known
  const list = new BlockList()
  for (const text of ranges) {
    const range = parseRange(text)
    if (range !== null) list.addSubnet(range.network, range.bits, range.family)
  }
  lists.set(ranges, list)
  return list
}

function parseRange(text: string) {
  const [network = '', bits, ...more] = text.split('/')
  const version = isIP(network)
  const most = version === 4 ? 32 : 128
  if (version === 0 || more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null
  const length = bits === undefined ? most : Number(bits)
  if (length > most) return null
  return { network, bits: length, family: version === 4 ? 'ipv4' : 'ipv6' } as const
}

function refused(param: string, reason: string): GatewayError {
  return new GatewayError('permission_denied', `This API key ${reason}.`, { param })
}
