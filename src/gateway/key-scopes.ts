import { BlockList, isIP } from 'node:net'
import { GatewayError } from '../core/error.ts'
import type { KeyRecord, KeyScopes } from '../core/key.ts'
import type { DialectFormat } from '../core/request.ts'
import type { Route } from '../routing/route.ts'
import { clientAddress } from './client-address.ts'
import type { Exchange } from './exchange.ts'

/** What is known of a request when its key is. What is absent is not looked at. */
export interface Scoped {
  readonly address?: string
  readonly dialect?: DialectFormat
}

/** Whether the key that was found may be used for this request. Throws `permission_denied`. */
export function checkCaller({ caller, incoming, snapshot }: Exchange): void {
  const key = caller?.key ?? null
  if (key === null || key.scopes === null) return
  const { trustedProxies } = snapshot.config.server
  const { connection, headers, dialect } = incoming
  const address = clientAddress(connection?.remoteAddress, headers['x-forwarded-for'], trustedProxies)
  checkScopes(key, { address, dialect: dialect.wire })
}

/** Throws `permission_denied`, naming the field of the key that refuses. One without scopes costs one comparison. */
export function checkScopes({ scopes }: KeyRecord, { address, dialect }: Scoped): void {
  if (scopes === null) return
  if (dialect !== undefined && scopes.dialects?.includes(dialect) === false)
    throw refused('dialects', `may not speak the dialect ${dialect}`)
  if (address !== undefined && scopes.ipRanges !== undefined && !isInRanges(address, scopes.ipRanges))
    throw refused('ip_ranges', 'may not be used from this address')
}

/** The route without the fallbacks that the key may not use. */
export function withinScopes(route: Route, key: KeyRecord | null): Route {
  const names = key?.scopes?.routes
  if (names === undefined) return route
  const allowed = (others: Route['fallbacks']) => others.filter(({ name }) => names.includes(name))
  return {
    ...route,
    fallbacks: allowed(route.fallbacks),
    onContextLength: allowed(route.onContextLength),
    onContentPolicy: allowed(route.onContentPolicy),
  }
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
