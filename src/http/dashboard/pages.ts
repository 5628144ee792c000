import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import type { Log } from '../../core/ports.ts'
import { acceptedEncoding } from './accepted-encoding.ts'
import { baseOf, isPage } from './page-paths.ts'

export interface Pages {
  /** Whether this is a request for a page or a file of the dashboard. */
  takes(request: IncomingMessage, path: string): boolean
  handle(request: IncomingMessage, response: ServerResponse, path: string): void
}

/**
 * The dashboard: the files that `dashboard/build.ts` has made. Nothing of it is kept in memory, for browsers keep it;
 * so a build that is made while the gateway runs is served from the next request on.
 */
export function pages(folder: string, log: Log): Pages {
  return {
    takes: (request, path) => isFile(path) || isPage(request, path),
    handle(request, response, path) {
      const serving = isFile(path)
        ? sendFile(request, response, join(folder, path))
        : sendPage(request, response, path, folder)
      serving.catch((error: unknown) => {
        log.error('A page of the dashboard could not be sent.', { error })
        response.destroy()
      })
    },
  }
}

/** No slash and no two dots within: a path that could lead elsewhere is no file. */
const FILE = /^\/(?:assets\/[\w-]+(?:\.[\w-]+)+|favicon\.svg)$/

function isFile(path: string): boolean {
  return FILE.test(path) || path === '/favicon.ico'
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * Nothing runs and nothing is loaded but the files beside the page. Pictures of recorded messages are `data:`; those
 * that lie elsewhere are shown as links, so that looking at a trace tells nobody.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

const SAFETY = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** Names of assets hold a hash of what is in them. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

async function sendFile(request: IncomingMessage, response: ServerResponse, named: string): Promise<void> {
  const file = named.endsWith('.ico') ? named.replace(/ico$/, 'svg') : named
  const encoding = acceptedEncoding(request.headers['accept-encoding'])
  const found = (await sized(file, encoding)) ?? (await sized(file, null))
  if (found === null) return say(response, 404, 'There is no such file.')
  const etag = `"${found.size.toString(36)}-${Math.floor(found.changedMs).toString(36)}${found.encoding ?? ''}"`
  response.writeHead(request.headers['if-none-match'] === etag ? 304 : 200, {
    ...SAFETY,
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': file.includes('/assets/') ? IMMUTABLE : 'no-cache',
    etag,
    vary: 'accept-encoding',
    ...(found.encoding === null ? {} : { 'content-encoding': found.encoding }),
    ...(request.headers['if-none-match'] === etag ? {} : { 'content-length': found.size }),
  })
  if (request.method === 'HEAD' || response.statusCode === 304) response.end()
  else
    createReadStream(found.path)
      .on('error', () => response.destroy())
      .pipe(response)
}

const SUFFIXES = { br: '.br', gzip: '.gz' } as const

async function sized(file: string, encoding: keyof typeof SUFFIXES | null) {
  const path = encoding === null ? file : file + SUFFIXES[encoding]
  const found = await stat(path).catch(() => null)
  return found === null ? null : { path, encoding, size: found.size, changedMs: found.mtimeMs }
}

/** The one page there is; what it shows is up to its scripts. Its base leads back here from behind any prefix. */
async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  folder: string,
): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
  if (page === null) return say(response, 503, BEING_BUILT)
  const build = await readFile(join(folder, 'build.txt'), 'utf8')
  const base = baseOf(path)
  const etag = `"${build.trim()}-${base.length}"`
  const isKnown = request.headers['if-none-match'] === etag
  const body = page.replace('<base href="./"', `<base href="${base}"`)
  response.writeHead(isKnown ? 304 : 200, {
    ...SAFETY,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    etag,
  })
  response.end(isKnown || request.method === 'HEAD' ? undefined : body)
}

const BEING_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>Portolan</title>
<h1>The dashboard is being built</h1>
<p>The gateway itself serves already. This page looks again every two seconds. If it stays, run
<code>node dashboard/build.ts</code> in the folder of Portolan, with its development packages installed.</p>
</html>
`

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...SAFETY,
    'content-type': status === 503 ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': '2' } : {}),
  })
  response.end(text)
}
