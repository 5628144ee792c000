import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Reply, ReplyHeaders } from '../../core/reply.ts'

/**
 * The caller's end of a request to change the protocol. It is answered as HTTP only while the protocol has not been
 * changed; from then on the session says goodbye by itself.
 */
export class SocketReply implements Reply {
  readonly #socket: Duplex
  #isAccepted = false
  #onGone: (() => void) | null = null
  #onOver: (() => void) | null = null

  constructor(socket: Duplex) {
    this.#socket = socket
    socket.on('error', () => {})
    socket.once('close', () => {
      if (!this.#isAccepted && !socket.writableEnded) this.#onGone?.()
      this.#onOver?.()
    })
  }

  get isGone(): boolean {
    return this.#socket.destroyed
  }

  accepted(): void {
    this.#isAccepted = true
  }

  send(status: number, headers: ReplyHeaders, body: Buffer): void {
    if (this.#isAccepted || !this.#socket.writable) return
    const all = { ...headers, 'content-length': body.length, connection: 'close' }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`
    this.#socket.end(Buffer.concat([Buffer.from(head, 'latin1'), body]))
    // Whoever does not read it keeps nothing open by that.
    setTimeout(() => this.#socket.destroy(), REFUSED_MS).unref()
  }

  begin(): void {}

  write(): boolean {
    return true
  }

  end(): void {}

  destroy(): void {
    if (!this.#isAccepted) this.#socket.destroy()
  }

  onGone(callback: () => void): void {
    if (this.#socket.destroyed) callback()
    else this.#onGone = callback
  }

  onOver(callback: () => void): void {
    if (this.#socket.closed) callback()
    else this.#onOver = callback
  }

  onDrain(): void {}
}

const REFUSED_MS = 1_000
