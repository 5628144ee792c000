import type { IncomingHttpHeaders } from 'node:http'

const NAME = 'portolan_session'
const PREFIX = /^(?:\/[\w.~-]+)+$/

/** The secret of the browser's session. Null: the request brings none. */
export function sessionSecret({ cookie }: IncomingHttpHeaders): string | null {
  if (cookie === undefined) return null
  for (const pair of cookie.split(';')) {
    const [name = '', value = ''] = pair.split('=', 2)
    if (name.trim() === NAME && value.trim() !== '') return value.trim()
  }
  return null
}

/** Null for `secret` takes the cookie away. */
export function sessionCookie(secret: string | null, maxAgeMs: number, headers: IncomingHttpHeaders): string {
  const age = secret === null ? 0 : Math.floor(maxAgeMs / 1_000)
  const parts = [`${NAME}=${secret ?? ''}`, `Path=${pathOf(headers)}`, `Max-Age=${age}`, 'HttpOnly']
  if (!isPlainLoopback(headers)) parts.push('Secure')
  return [...parts, 'SameSite=Strict'].join('; ')
}

/** Behind a proxy that serves the gateway below a path of its own, that path. */
export function pathOf(headers: IncomingHttpHeaders): string {
  const prefix = headers['x-forwarded-prefix']
  return typeof prefix === 'string' && PREFIX.test(prefix) ? `${prefix}/` : '/'
}

/** A browser keeps a `Secure` cookie to encrypted connections, which on the machine itself there are seldom any of. */
export function isPlainLoopback(headers: IncomingHttpHeaders): boolean {
  const protocol = headers['x-forwarded-proto']
  if (protocol !== undefined && protocol !== 'http') return false
  const name = (headers.host ?? '').replace(/:\d+$/, '')
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)
}
