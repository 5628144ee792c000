import type { Access } from '../core/access.ts'
import type { Log } from '../core/ports.ts'
import type { UpstreamClient, UpstreamExchange, UpstreamHandler, UpstreamRequest } from '../core/upstream.ts'

/** The network, with what lets a request in added at the moment in which it leaves. */
export class AuthorizingClient implements UpstreamClient {
  readonly #network: UpstreamClient
  readonly #log: Log

  constructor(network: UpstreamClient, log: Log) {
    this.#network = network
    this.#log = log
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange {
    const { access } = request
    if (access === undefined) return this.#network.send(request, handler)
    const headers = access.headers(request)
    if (headers !== null) return this.#network.send(withHeaders(request, headers), handler)
    const exchange = new AwaitedExchange()
    void this.#sendLater(request, access, handler, exchange)
    return exchange
  }

  close(): Promise<void> {
    return this.#network.close()
  }

  async #sendLater(
    request: UpstreamRequest,
    access: Access,
    handler: UpstreamHandler,
    exchange: AwaitedExchange,
  ): Promise<void> {
    let headers: Readonly<Record<string, string>> | null = null
    try {
      await access.renew()
      headers = access.headers(request)
    } catch (error) {
      this.#log.warn('No credentials could be had for a provider.', { provider: request.provider, error })
    }
    if (exchange.isAborted) return
    if (headers === null) handler.onFailure({ type: 'no-access', code: 'NO_ACCESS' })
    else exchange.goOn(this.#network.send(withHeaders(request, headers), handler))
  }
}

function withHeaders(request: UpstreamRequest, headers: Readonly<Record<string, string>>): UpstreamRequest {
  return { ...request, headers: { ...request.headers, ...headers } }
}

/** An exchange whose own part begins when there is access. */
class AwaitedExchange implements UpstreamExchange {
  #exchange: UpstreamExchange | null = null
  #isPaused = false
  #isAborted = false

  get isAborted(): boolean {
    return this.#isAborted
  }

  goOn(exchange: UpstreamExchange): void {
    this.#exchange = exchange
    if (this.#isAborted) exchange.abort()
    else if (this.#isPaused) exchange.pause()
  }

  abort(): void {
    this.#isAborted = true
    this.#exchange?.abort()
  }

  pause(): void {
    this.#isPaused = true
    this.#exchange?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#exchange?.resume()
  }
}
