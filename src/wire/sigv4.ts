import { createHash, createHmac } from 'node:crypto'

/** A request as it will be sent. */
export interface SignableRequest {
  readonly method: string
  /** As they are sent, `host` among them; several values of one name as a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** Path and query. */
  readonly path: string
  readonly body: Buffer
}

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
}

export interface SigningScope {
  readonly region: string
  readonly service: string
  readonly timeMs: number
  /** Dots and doubled slashes of the path are resolved before it is signed. Default true, as all but S3 do. */
  readonly normalizes?: boolean
}

export interface Signature {
  /** To send beside those that were signed. */
  readonly headers: Readonly<Record<string, string>>
  /** What was signed, in its two forms; for tests, and to compare with what AWS says it has expected. */
  readonly canonicalRequest: string
  readonly stringToSign: string
}

/** Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signV4(
  request: SignableRequest,
  credentials: AwsCredentials,
  scope: SigningScope,
): Signature {
  const time = new Date(scope.timeMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const own = {
    'x-amz-date': time,
    ...(credentials.sessionToken === null ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  }
  const { names, lines } = canonicalHeaders({ ...lowerCased(request.headers), ...own })
  const [path, query] = cut(request.path)
  const canonicalRequest = [
    request.method,
    canonicalPath(path, scope.normalizes ?? true),
    canonicalQuery(query),
    ...lines,
    '',
    names,
    sha256(request.body),
  ].join('\n')
  const place = `${day}/${scope.region}/${scope.service}/aws4_request`
  const stringToSign = ['AWS4-HMAC-SHA256', time, place, sha256(canonicalRequest)].join('\n')
  const key = [day, scope.region, scope.service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  )
  const signature = hmac(key, stringToSign).toString('hex')
  const credential = `${credentials.accessKeyId}/${place}`
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
  return { headers: { ...own, authorization }, canonicalRequest, stringToSign }
}

function lowerCased(headers: SignableRequest['headers']): SignableRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function canonicalHeaders(headers: SignableRequest['headers']): { names: string; lines: readonly string[] } {
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => {
    const values = [headers[name] ?? ''].flat()
    return `${name}:${values.map((value) => value.trim().replaceAll(/\s+/g, ' ')).join(',')}`
  })
  return { names: names.join(';'), lines }
}

function cut(path: string): readonly [string, string] {
  const mark = path.indexOf('?')
  return mark === -1 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)]
}

/** What is escaped on the wire is escaped once more: `%3A` is signed as `%253A`. */
function canonicalPath(path: string, normalizes: boolean): string {
  const segments = path.split('/')
  return (normalizes ? normalized(segments) : segments).map(escaped).join('/')
}

function normalized(segments: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  const isFolder = ['', '.', '..'].includes(segments.at(-1) ?? '')
  return ['', ...kept, ...(isFolder && kept.length > 0 ? [''] : []), ...(kept.length === 0 ? [''] : [])]
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs = query.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return [reescaped(name), reescaped(value.join('='))] as const
  })
  return pairs
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function reescaped(text: string): string {
  return escaped(decodeURIComponent(text))
}

/** All but letters, digits, `-`, `.`, `_` and `~`. */
function escaped(text: string): string {
  const hex = (mark: string) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, hex)
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
