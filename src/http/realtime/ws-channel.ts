import type { RawData, WebSocket } from 'ws'
import type { Channel, ChannelHandler } from '../../core/channel.ts'

/** What one message may be at most: OpenAI's own bound for a piece of sound is 15 MB. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024

/** A channel on a WebSocket that is open. */
export class WsChannel implements Channel {
  readonly #socket: WebSocket
  #handler: ChannelHandler | null = null
  #mustWait = false
  #closed: { readonly code: number; readonly reason: string } | null = null
  #closing: NodeJS.Timeout | null = null

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.pause()
    socket.on('message', (data, isBinary) => this.#handler?.onMessage(bufferOf(data), !isBinary))
    // It is followed by `close`, which says all that is needed.
    socket.on('error', () => {})
    socket.on('close', (code, reason) => this.#onClose(code, reason.toString('utf8')))
  }

  listen(handler: ChannelHandler): void {
    this.#handler = handler
    if (this.#closed === null) return this.#socket.resume()
    const { code, reason } = this.#closed
    queueMicrotask(() => handler.onClose(code, reason))
  }

  send(data: Buffer, isText: boolean): boolean {
    this.#socket.send(data, { binary: !isText }, () => this.#onSent())
    this.#mustWait ||= this.#socket.bufferedAmount > WAITING_BYTES_MAX
    return !this.#mustWait
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(code: number, reason: string): void {
    if (this.#closed !== null || this.#closing !== null) return
    // Its answer has to be read.
    this.#socket.resume()
    this.#socket.close(code, reasonOf(reason))
    this.#closing = setTimeout(() => this.#socket.terminate(), GOODBYE_MS)
  }

  #onSent(): void {
    if (!this.#mustWait || this.#socket.bufferedAmount > 0) return
    this.#mustWait = false
    this.#handler?.onDrain()
  }

  #onClose(code: number, reason: string): void {
    if (this.#closing !== null) clearTimeout(this.#closing)
    this.#closed = { code, reason }
    this.#handler?.onClose(code, reason)
  }
}

/** What is on its way out before the other side is held. */
const WAITING_BYTES_MAX = 1024 * 1024
const GOODBYE_MS = 1_000

/** RFC 6455, section 5.5: a closing frame holds 125 bytes, and two of them are its code. */
const REASON_BYTES_MAX = 123

function reasonOf(reason: string): Buffer {
  const bytes = Buffer.from(reason)
  // Cut in the middle of a letter it would be no text any more.
  return bytes.length <= REASON_BYTES_MAX ? bytes : Buffer.alloc(0)
}

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
