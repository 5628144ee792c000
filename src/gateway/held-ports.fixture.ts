import type { Reply, ReplyHeaders } from '../core/reply.ts'
import type { UpstreamClient, UpstreamHandler, UpstreamRequest } from '../core/upstream.ts'

/** The two ends of an exchange, caller and provider, held by the test. */

/** One request as it reached the network, and the provider's end of it. */
export interface Sent {
  readonly request: UpstreamRequest
  readonly handler: UpstreamHandler
  isAborted: boolean
  isPaused: boolean
}

export class HeldNetwork implements UpstreamClient {
  readonly sent: Sent[] = []

  send(request: UpstreamRequest, handler: UpstreamHandler) {
    const sent: Sent = { request, handler, isAborted: false, isPaused: false }
    this.sent.push(sent)
    return {
      abort: () => {
        sent.isAborted = true
      },
      pause: () => {
        sent.isPaused = true
      },
      resume: () => {
        sent.isPaused = false
      },
    }
  }

  get last(): Sent {
    const last = this.sent.at(-1)
    if (last === undefined) throw new Error('Nothing was sent.')
    return last
  }

  async close(): Promise<void> {}
}

/** The caller's end, as `node:http` would be: a second head or a write after the end is an error here too. */
export class HeldReply implements Reply {
  status = 0
  headers: ReplyHeaders = {}
  body = ''
  state: 'new' | 'begun' | 'ended' | 'destroyed' = 'new'
  isFull = false
  #gone: (() => void) | null = null
  #over: (() => void) | null = null
  #drained: (() => void) | null = null

  send(status: number, headers: ReplyHeaders, body: Buffer): void {
    this.begin(status, headers)
    this.end(body)
  }

  begin(status: number, headers: ReplyHeaders): void {
    if (this.state !== 'new') throw new Error(`A head was sent to a reply that is ${this.state}.`)
    this.state = 'begun'
    this.status = status
    this.headers = headers
  }

  write(piece: Buffer): boolean {
    if (this.state === 'destroyed') return false
    if (this.state !== 'begun') throw new Error(`Wrote to a reply that is ${this.state}.`)
    this.body += piece.toString()
    return !this.isFull
  }

  end(piece: Buffer | null): void {
    if (piece !== null) this.write(piece)
    if (this.state === 'destroyed') return
    this.state = 'ended'
    this.#over?.()
  }

  destroy(): void {
    this.leave()
  }

  onGone(callback: () => void): void {
    this.#gone = callback
  }

  onOver(callback: () => void): void {
    this.#over = callback
  }

  onDrain(callback: () => void): void {
    this.#drained = callback
  }

  /** The caller closes his connection. */
  leave(): void {
    if (this.state === 'ended' || this.state === 'destroyed') return
    this.state = 'destroyed'
    this.#gone?.()
    this.#over?.()
  }

  /** He has read what was written. */
  drain(): void {
    this.isFull = false
    this.#drained?.()
  }
}
