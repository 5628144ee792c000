import type { ServerResponse } from 'node:http'
import type { Reply, ReplyHeaders } from '../core/reply.ts'

/** The caller's end of an exchange, on `node:http`. */
export class NodeReply implements Reply {
  readonly #response: ServerResponse
  #isGone = false
  #onGone: (() => void) | null = null
  #onOver: (() => void) | null = null

  constructor(response: ServerResponse) {
    this.#response = response
    // `close` on the response is the one sure sign; the request's own comes as soon as its body has been read.
    response.once('close', () => {
      if (!response.writableFinished) {
        this.#isGone = true
        this.#onGone?.()
      }
      this.#onOver?.()
    })
  }

  send(status: number, headers: ReplyHeaders, body: Buffer): void {
    if (this.#isGone) return
    this.#response.writeHead(status, { ...headers, 'content-length': body.length })
    this.#response.end(body)
  }

  begin(status: number, headers: ReplyHeaders): void {
    if (!this.#isGone) this.#response.writeHead(status, headers)
  }

  write(piece: Buffer): boolean {
    return this.#isGone || this.#response.write(piece)
  }

  end(piece: Buffer | null): void {
    if (this.#isGone) return
    if (piece === null) this.#response.end()
    else this.#response.end(piece)
  }

  destroy(): void {
    this.#response.destroy()
  }

  onGone(callback: () => void): void {
    if (this.#isGone) callback()
    else this.#onGone = callback
  }

  onOver(callback: () => void): void {
    if (this.#response.closed) callback()
    else this.#onOver = callback
  }

  onDrain(callback: () => void): void {
    this.#response.on('drain', callback)
  }
}
