import type { Connection } from './connection.ts'
import { BadRequest } from './request-head.ts'

/** A server, and what is remembered of it. */
export interface Origin {
  readonly isSecure: boolean
  readonly hostname: string
  readonly port: number
  /** As the `host` header has it: without the scheme's own port. */
  readonly host: string
  /** Connections that may be used again; the warmest is the last. */
  readonly idle: Connection[]
  /** The latest session, which spares the next connection half of its handshake. */
  session: Buffer | null
}

/** From `https://host:port`. Throws `BadRequest`. */
export function parseOrigin(origin: string): Origin {
  const url = URL.parse(origin)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new BadRequest('An origin must be an http:// or https:// address.')
  }
  const isSecure = url.protocol === 'https:'
  return {
    isSecure,
    // The brackets of an IPv6 address belong to the URL.
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    host: url.host,
    idle: [],
    session: null,
  }
}
