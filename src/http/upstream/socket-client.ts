import type {
  UpstreamClient,
  UpstreamExchange,
  UpstreamHandler,
  UpstreamRequest,
} from '../../core/upstream.ts'
import { Call } from './call.ts'
import { ConnectionPool, POOL_LIMITS, type PoolLimits } from './connection-pool.ts'
import { BadRequest, requestHead } from './request-head.ts'

/**
 * The network: HTTP/1.1 on Node's own sockets, one request at a time on each.
 *
 * A request is sent once. A server may close an idle connection in the moment in which we use it again, and nothing
 * tells whether it had read the request before: POST is not idempotent, a completion costs money, and RFC 9110 (9.2.2)
 * forbids a proxy to repeat one by itself. So that is a failure as every other; the route's retries, which the operator
 * has chosen and the record shows, are the one place where a request is repeated.
 */
export class SocketClient implements UpstreamClient {
  readonly #pool: ConnectionPool

  constructor(limits: PoolLimits = POOL_LIMITS) {
    this.#pool = new ConnectionPool(limits)
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange {
    const call = new Call(handler)
    if (this.#pool.isClosed) {
      queueMicrotask(() => call.fail('network', 'CLIENT_CLOSED'))
      return call
    }
    try {
      const origin = this.#pool.origin(request.origin)
      const head = requestHead(origin.host, request.path, request.headers, request.method)
      this.#pool.take(origin, request.connectTimeoutMs).send(call, head, request)
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error
      // Not before the caller has what this returns.
      queueMicrotask(() => call.fail('network', error.code))
    }
    return call
  }

  async close(): Promise<void> {
    this.#pool.close()
  }
}
