import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

export type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => void

/** For requests that change the protocol. */
export interface Upgrades {
  isFor(request: IncomingMessage): boolean
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export interface ListenerOptions {
  readonly host: string
  readonly port: number
}

export interface Listener {
  /** As it can be typed into a browser, e.g. `http://127.0.0.1:4000`. */
  readonly url: string
  /**
   * Takes no more connections, lets what is open end, and resolves then; after `timeoutMs` what is left is cut.
   * Resolves with how many connections had to be.
   */
  drain(timeoutMs: number): Promise<number>
}

/**
 * The parser takes heads up to here, and `data-plane.ts` refuses them from far less on: so a caller with too many
 * headers gets an answer in his own dialect and not a closed connection.
 */
const HEAD_BYTES_MAX = 256 * 1024
/** Longer than the idle time of the usual load balancers, which else meet a connection that is just closing. */
const KEEP_ALIVE_MS = 75_000
const HEADERS_MS = 20_000
const REQUEST_MS = 300_000
/** A refused connection is given so long to read why. */
const REFUSED_MS = 1_000
/** A connection that was open when the draining began turns idle when its answer has ended. */
const IDLE_LOOK_MS = 50

/** Opens the one port that everything is served on. Rejects when the address cannot be had. */
export async function listen(
  { host, port }: ListenerOptions,
  handler: Handler,
  upgrades: Upgrades | null = null,
): Promise<Listener> {
  const answering = new WeakMap<Socket, ServerResponse>()
  const server = createServer(
    {
      noDelay: true,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS,
      // A request that is answered before its body was read is bounded here; else `read-body.ts` keeps the time.
      requestTimeout: REQUEST_MS,
      maxHeaderSize: HEAD_BYTES_MAX,
      shouldUpgradeCallback: (request) => upgrades?.isFor(request) ?? false,
    },
    (request, response) => {
      answering.set(request.socket, response)
      handler(request, response, pathOf(request.url ?? '/'))
    },
  )
  // The server itself forgets them.
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    upgrades?.handle(request, socket, head)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const response = answering.get(socket)
    // Nothing may be written into the middle of an answer.
    if (response?.headersSent === true && !response.writableFinished) socket.destroy()
    else refuseHead(error, socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // A connection that cannot be taken, for want of file descriptors say, is no reason to end the others.
      server.on('error', () => {})
      resolve()
    })
  })
  return { url: urlOf(server, host), drain: (timeoutMs) => drain(server, upgraded, timeoutMs) }
}

function pathOf(url: string): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`
}

/** What is not HTTP, or never becomes a whole head, has no dialect; it gets the plainest answer that fits. */
function refuseHead(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const { status, code, message } =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? {
          status: '431 Request Header Fields Too Large',
          code: 'headers_too_large',
          message: 'The headers are too large.',
        }
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? {
            status: '408 Request Timeout',
            code: 'request_timeout',
            message: 'The request did not arrive in time.',
          }
        : { status: '400 Bad Request', code: 'invalid_request', message: 'This is not a valid HTTP request.' }
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } })
  const timer = setTimeout(() => socket.destroy(), REFUSED_MS)
  socket
    .once('close', () => clearTimeout(timer))
    .end(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    )
}

function drain(server: Server, upgraded: ReadonlySet<Duplex>, timeoutMs: number): Promise<number> {
  return new Promise((resolve) => {
    let cut = 0
    const timer = setTimeout(() => {
      server.getConnections((_, count) => {
        cut = count
        server.closeAllConnections()
        for (const socket of upgraded) socket.destroy()
      })
    }, timeoutMs)
    const looking = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(looking)
      resolve(cut)
    })
  })
}
