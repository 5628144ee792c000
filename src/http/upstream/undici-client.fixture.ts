import { Agent, type Dispatcher } from 'undici'
import type {
  UpstreamClient,
  UpstreamExchange,
  UpstreamFailure,
  UpstreamHandler,
  UpstreamRequest,
} from '../../core/upstream.ts'

/**
 * The network, by undici's `dispatch` with one handler object for each request: no promise, no stream, and a connection
 * for every request that is under way, since an answer may take minutes and none may queue behind it.
 */
export class UndiciClient implements UpstreamClient {
  readonly #agents = new Map<number, Agent>()

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange {
    const call = new Call(handler)
    const { origin, path, headers, body } = request
    try {
      this.#agent(request.connectTimeoutMs).dispatch({ method: 'POST', origin, path, headers, body }, call)
    } catch (error) {
      call.onResponseError(null, error)
    }
    return call
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()))
  }

  /** Connect timeouts are a property of undici's pools; the configuration holds few different ones. */
  #agent(connectTimeoutMs: number): Agent {
    let agent = this.#agents.get(connectTimeoutMs)
    if (agent === undefined) {
      agent = new Agent({
        // `connections` has no bound of its own: `concurrency` limits and the caller's connections are the bound.
        pipelining: 1,
        allowH2: false,
        connect: { timeout: connectTimeoutMs, noDelay: true },
        keepAliveTimeout: KEEP_ALIVE_MS,
        // The gateway keeps its own time over headers and body, by route.
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      this.#agents.set(connectTimeoutMs, agent)
    }
    return agent
  }
}

const KEEP_ALIVE_MS = 30_000

class Call implements Dispatcher.DispatchHandler, UpstreamExchange {
  readonly #handler: UpstreamHandler
  #controller: Dispatcher.DispatchController | null = null
  #isOver = false

  constructor(handler: UpstreamHandler) {
    this.#handler = handler
  }

  abort(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#controller?.abort(new Error('The gateway has ended this request.'))
  }

  pause(): void {
    if (!this.#isOver) this.#controller?.pause()
  }

  resume(): void {
    if (!this.#isOver) this.#controller?.resume()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // It may have been aborted while it waited for a connection.
    if (this.#isOver) controller.abort(new Error('The gateway has ended this request.'))
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status >= 200 && !this.#isOver) this.#handler.onHeaders(status, headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#isOver) this.#handler.onData(chunk)
  }

  onResponseEnd(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#handler.onEnd()
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#handler.onFailure(failureOf(error))
  }
}

function failureOf(error: unknown): UpstreamFailure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'
  return { type: code === 'UND_ERR_CONNECT_TIMEOUT' ? 'connect-timeout' : 'network', code }
}
