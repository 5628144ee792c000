import type { Log } from '../core/ports.ts'
import type { UpstreamClient, UpstreamExchange } from '../core/upstream.ts'

/** One message for one receiver, ready to be sent any number of times. */
export interface WebhookMessage {
  readonly id: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface WebhookSenderOptions {
  readonly upstream: UpstreamClient
  readonly log: Log
  /** Calls back once after so many milliseconds; what it returns takes that back. */
  schedule(ms: number, fire: () => void): () => void
}

/**
 * Delivers messages at least once, in no order. What is not taken with a 2xx is sent again after each of `PAUSES_MS`
 * and then given up, with a line in the log. Receivers tell repetitions by the message's id.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions
  /** Of every message that is not delivered yet: how to stop what is being done for it. */
  readonly #pending = new Map<WebhookMessage, () => void>()

  constructor(options: WebhookSenderOptions) {
    this.#options = options
  }

  /** Of messages that are neither delivered nor given up. */
  get pendingCount(): number {
    return this.#pending.size
  }

  /** False, and nothing sent, where `PENDING_MAX` messages wait already. */
  send(message: WebhookMessage): boolean {
    if (this.#pending.size >= PENDING_MAX) return false
    this.#try(message, 0)
    return true
  }

  /** Gives up what is not delivered. */
  close(): void {
    for (const stop of this.#pending.values()) stop()
    this.#pending.clear()
  }

  #try(message: WebhookMessage, attempt: number): void {
    const { upstream, schedule } = this.#options
    let exchange: UpstreamExchange | null = null // One that the client refuses ends before there is one.
    let isOver = false
    const end = (fault: string | null) => {
      if (isOver) return
      isOver = true
      cancelTimeout()
      exchange?.abort()
      if (fault === null) this.#pending.delete(message)
      else this.#failed(message, attempt, fault)
    }
    const cancelTimeout = schedule(TIMEOUT_MS, () => end('no answer in time'))
    this.#pending.set(message, () => {
      isOver = true
      cancelTimeout()
      exchange?.abort()
    })
    exchange = upstream.send(requestOf(message), {
      onHeaders: (status) => end(status >= 200 && status < 300 ? null : `status ${status}`),
      onData() {},
      onEnd() {},
      onFailure: ({ code }) => end(code),
    })
    if (isOver) exchange.abort()
  }

  #failed(message: WebhookMessage, attempt: number, fault: string): void {
    const pauseMs = PAUSES_MS[attempt]
    if (pauseMs === undefined) {
      this.#pending.delete(message)
      this.#options.log.warn('A webhook could not be delivered and is given up.', {
        id: message.id,
        host: message.url.host,
        fault,
      })
      return
    }
    this.#pending.set(
      message,
      this.#options.schedule(pauseMs, () => this.#try(message, attempt + 1)),
    )
  }
}

export const PENDING_MAX = 1_000
const TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 5_000
const PAUSES_MS = [1_000, 10_000, 60_000, 600_000] as const

function requestOf({ url, headers, body }: WebhookMessage) {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  }
}
