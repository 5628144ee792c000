import { BadResponse } from './bad-response.ts'

export interface ResponseHead {
  readonly status: number
  /** By name in lower case; a list where a name came several times. */
  readonly headers: Readonly<Record<string, string | string[]>>
  /** Bytes of the body, or how its end is found. */
  readonly body: number | 'chunked' | 'until-close'
  /** Whether the connection may carry another request, as far as the head can say. */
  readonly isReusable: boolean
  /** How long the server keeps an idle connection, where it says so. */
  readonly keepAliveMs: number | null
}

/**
 * Reads the head of a response, without the empty line at its end. Strict where a lenient reader could see another
 * body than the server or a proxy between us: RFC 9112, sections 2.2, 5.1, 5.2 and 6.3. Throws `BadResponse`.
 */
export function parseResponseHead(text: string): ResponseHead {
  if (!HEAD.test(text)) {
    throw new BadResponse(text.startsWith('HTTP/1.') ? 'RESPONSE_HEAD_INVALID' : 'RESPONSE_NOT_HTTP')
  }
  const isOldVersion = text.charCodeAt(MINOR_VERSION_AT) === DIGIT_ZERO
  const status = Number(text.slice(STATUS_AT, STATUS_AT + 3))
  const headers = parseFields(text)
  const framing = framingOf(headers, isOldVersion)
  const hasNoBody = status < 200 || status === 204 || status === 304
  const body = hasNoBody ? 0 : framing
  return {
    status,
    headers,
    body,
    isReusable:
      body !== 'until-close' &&
      // What claims to have a body that it must not have may be followed by one.
      !(status === 204 && framing !== 'until-close' && framing !== 0) &&
      isKeptAlive(headers, isOldVersion),
    keepAliveMs: keepAliveMsOf(headers),
  }
}

const FIELDS_MAX = 200
/** A status line, then fields: a token, a colon, and a value. No folding, no bare CR or LF, no NUL. */
const HEAD =
  /^HTTP\/1\.[01] [1-9]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?(?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*)*$/
const MINOR_VERSION_AT = 'HTTP/1.'.length
const STATUS_AT = 'HTTP/1.1 '.length
const DIGIT_ZERO = 0x30

type Fields = Record<string, string | string[]>

/** Of a head that has been found valid. */
function parseFields(text: string): Fields {
  // Without a prototype: a server may call a header `constructor`.
  const fields: Fields = Object.create(null) // Typed as `any` by the library.
  let count = 0
  for (let line = text.indexOf('\r\n'); line !== -1; ) {
    if (++count > FIELDS_MAX) throw new BadResponse('RESPONSE_HEAD_TOO_LARGE')
    const colon = text.indexOf(':', line)
    const next = text.indexOf('\r\n', colon)
    const name = text.slice(line + 2, colon).toLowerCase()
    const value = trimmed(text, colon + 1, next === -1 ? text.length : next)
    const earlier = fields[name]
    if (earlier === undefined) fields[name] = value
    else if (typeof earlier === 'string') fields[name] = [earlier, value]
    else earlier.push(value)
    line = next
  }
  return fields
}

/** Only of spaces and tabs: `trim` would also take away characters that are part of a value here. */
function trimmed(text: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function framingOf(headers: Fields, isOldVersion: boolean): ResponseHead['body'] {
  const length = headers['content-length']
  const coding = headers['transfer-encoding']
  if (coding !== undefined) {
    const isChunked = typeof coding === 'string' && coding.toLowerCase() === 'chunked'
    if (!isChunked || length !== undefined || isOldVersion) throw new BadResponse('RESPONSE_LENGTH_AMBIGUOUS')
    return 'chunked'
  }
  if (length === undefined) return 'until-close'
  const bytes = typeof length === 'string' && /^\d{1,16}$/.test(length) ? Number(length) : Number.NaN
  if (!Number.isSafeInteger(bytes)) throw new BadResponse('RESPONSE_LENGTH_AMBIGUOUS')
  return bytes
}

function isKeptAlive(headers: Fields, isOldVersion: boolean): boolean {
  const connection = headers.connection
  if (connection === undefined) return !isOldVersion
  const options = String(connection)
  if (/(?:^|,)[ \t]*close[ \t]*(?:,|$)/i.test(options)) return false
  return !isOldVersion || /(?:^|,)[ \t]*keep-alive[ \t]*(?:,|$)/i.test(options)
}

function keepAliveMsOf(headers: Fields): number | null {
  const hint = headers['keep-alive']
  if (hint === undefined) return null
  const seconds = /(?:^|,)[ \t]*timeout[ \t]*=[ \t]*"?(\d{1,6})/i.exec(String(hint))?.[1]
  return seconds === undefined ? null : Number(seconds) * 1_000
}
