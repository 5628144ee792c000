import type { Socket } from 'node:net'
import type { Upload, UpstreamFailure, UpstreamRequest } from '../../core/upstream.ts'
import { BadResponse } from './bad-response.ts'
import type { Call } from './call.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { dial } from './dial.ts'
import type { Origin } from './origin.ts'
import { ResponseParser } from './response-parser.ts'
import { Uploading } from './uploading.ts'

export interface ConnectionOptions {
  readonly origin: Origin
  readonly pool: ConnectionPool
  /** Where all connections are read into. */
  readonly room: Buffer
  readonly connectTimeoutMs: number
}

/** What is sent behind the head, and whether an answer to it has a body. */
type Sent = Pick<UpstreamRequest, 'method' | 'body' | 'upload'>

/** A socket, and the one request it carries or none. Whatever is not in order ends it; it is never mended. */
export class Connection {
  readonly origin: Origin
  readonly #pool: ConnectionPool
  readonly #room: Buffer
  readonly #socket: Socket
  readonly #parser = new ResponseParser()
  #call: Call | null = null
  /** Waits for the connection. */
  #unsent: { readonly head: string; readonly request: Sent } | null = null
  #uploading: Uploading | null = null
  #connecting: NodeJS.Timeout | null
  #idling: NodeJS.Timeout | null = null
  #idleMs = 0

  constructor({ origin, pool, room, connectTimeoutMs }: ConnectionOptions) {
    this.origin = origin
    this.#pool = pool
    this.#room = room
    this.#socket = dial(origin, room, (length) => this.#onBytes(length))
      .once(origin.isSecure ? 'secureConnect' : 'connect', () => this.#onOpen())
      .on('end', () => this.#onServerEnd())
      .on('error', (error) => this.lose(codeOf(error)))
      .on('close', () => this.lose('SOCKET_CLOSED'))
    this.#connecting = setTimeout(() => this.lose('CONNECT_TIMEOUT', 'connect-timeout'), connectTimeoutMs)
  }

  /** `head` lacks the length of the body. */
  send(call: Call, head: string, request: Sent): void {
    this.#call = call
    this.#parser.isForHead = request.method === 'HEAD'
    call.began(this)
    // Nothing leaves before the certificate has been checked.
    if (this.#connecting === null) this.#write(head, request)
    else this.#unsent = { head, request }
  }

  /** Ends the connection, and with it what it carries. */
  lose(code: string, type: UpstreamFailure['type'] = 'network'): void {
    const call = this.#call
    this.abandon()
    call?.fail(type, code)
  }

  /** Ends it without a word: whoever made the request knows. */
  abandon(): void {
    this.#call?.left()
    this.#call = null
    this.#unsent = null
    this.#uploading?.stop()
    if (this.#connecting !== null) clearTimeout(this.#connecting)
    if (this.#idling !== null) clearTimeout(this.#idling)
    this.#pool.forget(this)
    this.#socket.destroy()
  }

  /** A handshake has to be read to its end. */
  pause(): void {
    if (this.#connecting === null) this.#socket.pause()
  }

  resume(): void {
    if (this.#connecting === null) this.#socket.resume()
  }

  #onOpen(): void {
    if (this.#connecting !== null) clearTimeout(this.#connecting)
    this.#connecting = null
    const unsent = this.#unsent
    if (unsent === null) return
    this.#unsent = null
    if (this.#call?.isPaused === true) this.#socket.pause()
    this.#write(unsent.head, unsent.request)
  }

  /** Small requests in one piece: copying them costs less than a second write. */
  #write(head: string, { body, upload }: Sent): void {
    if (upload !== undefined) return this.#upload(head, upload)
    const start = `${head}content-length: ${body.length}\r\n\r\n`
    if (body.length <= JOINED_BYTES_MAX) {
      const bytes = Buffer.allocUnsafe(start.length + body.length)
      bytes.write(start, 'latin1')
      body.copy(bytes, start.length)
      this.#socket.write(bytes)
      return
    }
    this.#socket.cork()
    this.#socket.write(start, 'latin1')
    this.#socket.write(body)
    this.#socket.uncork()
  }

  #upload(head: string, upload: Upload): void {
    const { length } = upload
    const framing = length === null ? 'transfer-encoding: chunked' : `content-length: ${length}`
    this.#socket.write(`${head}${framing}\r\n\r\n`, 'latin1')
    this.#uploading = new Uploading(upload, this.#socket, () => this.lose('UPLOAD_BROKEN'))
  }

  #onBytes(length: number): void {
    const call = this.#call
    // Nobody has asked for anything. What comes now could be taken for the answer to the next request.
    if (call === null) return this.abandon()
    const parser = this.#parser
    try {
      parser.read(this.#room, length)
    } catch (error) {
      return this.lose(codeOf(error))
    }
    this.#tell(call)
  }

  /** The connection is in order again before anybody is called, who may throw, abort, or send the next request. */
  #tell(call: Call): void {
    const { head, payload, isComplete } = this.#parser
    if (isComplete) this.#finish(call)
    call.take(head, payload, isComplete)
  }

  #finish(call: Call): void {
    const parser = this.#parser
    const idleMs = idleMsOf(parser.keepAliveMs)
    const isSent = this.#socket.writableLength === 0 && this.#uploading?.isWhole !== false
    const isReusable = parser.isReusable && idleMs > 0 && isSent
    if (!isReusable || !this.#pool.give(this)) return this.abandon()
    this.#call = null
    this.#uploading = null
    call.left()
    parser.reset()
    // Nobody else will wake it: the one who paused it has his answer.
    if (this.#socket.isPaused()) this.#socket.resume()
    this.#idle(idleMs)
  }

  #idle(idleMs: number): void {
    if (this.#idling !== null && this.#idleMs === idleMs) {
      this.#idling.refresh()
      return
    }
    if (this.#idling !== null) clearTimeout(this.#idling)
    this.#idleMs = idleMs
    // It goes on beside the next request, and is begun anew after it.
    this.#idling = setTimeout(() => {
      if (this.#call === null) this.abandon()
    }, idleMs).unref()
  }

  #onServerEnd(): void {
    const call = this.#call
    if (call === null) return this.abandon()
    try {
      this.#parser.close()
    } catch (error) {
      return this.lose(codeOf(error))
    }
    this.#tell(call)
  }
}

/** Up to here head and body are copied together. */
const JOINED_BYTES_MAX = 64 * 1024
const KEEP_ALIVE_MS = 30_000
/** So much sooner than the server we close, so that a request seldom crosses its closing. */
const KEEP_ALIVE_MARGIN_MS = 1_000

function idleMsOf(keepAliveMs: number | null): number {
  if (keepAliveMs === null) return KEEP_ALIVE_MS
  return Math.min(KEEP_ALIVE_MS, keepAliveMs - KEEP_ALIVE_MARGIN_MS)
}

function codeOf(error: unknown): string {
  if (error instanceof BadResponse) return error.code
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'
}
