import type { ReplyHeaders } from '../../core/reply.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** What of the caller's headers goes to the provider, with the provider's own. Names in lower case. */
export function passedHeaders(
  headers: Headers,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const passed = kept(headers, NOT_TO_PROVIDER)
  for (const [name, value] of Object.entries(own)) passed[name.toLowerCase()] = value
  return passed
}

/** What of the provider's goes to the caller. */
export function returnedHeaders(headers: Headers): ReplyHeaders {
  return kept(headers, NOT_TO_CALLER)
}

/** RFC 9110, section 7.6.1: they end at each hop, and so does whatever `connection` names. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Credentials of the caller's, who he is, and what the client writes itself. Answers are read, so they come plain. */
const NOT_TO_PROVIDER = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'cookie',
  'host',
  'content-length',
  'expect',
  'accept-encoding',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
])

/** A cookie of the provider's would be ours to the browser; our own id and address stand in place of its. */
const NOT_TO_CALLER = new Set([...HOP_BY_HOP, 'set-cookie', 'set-cookie2', 'alt-svc', 'x-request-id'])

function kept(headers: Headers, dropped: ReadonlySet<string>): Record<string, string> {
  const named = new Set(
    String(headers.connection ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || dropped.has(name) || named.has(name) || name.startsWith('x-portolan-'))
      continue
    result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}
