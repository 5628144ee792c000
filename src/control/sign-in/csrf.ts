import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '../../core/error.ts'
import { hashSecret } from '../../gateway/key-ring.ts'

export const CSRF_HEADER = 'x-portolan-csrf'

/** What a page must send beside the cookie. It follows from the secret, which no page can read. */
export function csrfToken(secret: string): string {
  return hashSecret(`csrf:${secret}`)
}

/** Throws `permission_denied` where a change may come from a page that is not ours. */
export function checkCsrf(secret: string, headers: IncomingHttpHeaders): void {
  checkSameOrigin(headers, true)
  const sent = headers[CSRF_HEADER]
  if (typeof sent !== 'string' || !isSame(sent, csrfToken(secret)))
    throw new GatewayError('permission_denied', `A change needs the header ${CSRF_HEADER} of this session.`, {
      param: CSRF_HEADER,
    })
}

/**
 * Browsers say where a request comes from, in one of two headers. Without either it is not from a browser, which is
 * fine where there is no cookie to misuse.
 */
export function checkSameOrigin(headers: IncomingHttpHeaders, isNeeded: boolean): void {
  const site = headers['sec-fetch-site']
  const { origin, host } = headers
  const isSaid = site !== undefined || origin !== undefined
  const isOurs = site === undefined ? originHost(origin) === host : site === 'same-origin'
  if (isSaid ? isOurs : !isNeeded) return
  throw new GatewayError('permission_denied', 'This may only be asked by a page of the gateway itself.', {
    param: 'origin',
  })
}

/** Hashed first: what is compared is then of the same length, and says nothing of what was sent. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function originHost(origin: string | undefined): string | null {
  if (origin === undefined || !URL.canParse(origin)) return null
  return new URL(origin).host
}
