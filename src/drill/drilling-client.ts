import type { UpstreamClient, UpstreamExchange, UpstreamHandler, UpstreamRequest } from '../core/upstream.ts'
import type { Drills } from './drills.ts'
import type { NetworkFault } from './drill-fault.ts'
import { LaterExchange } from './later-exchange.ts'

/**
 * The network, with the faults of drills in it: nothing behind it knows that they are made, so whatever a real fault
 * sets off (retries, fallbacks, breakers, alerts, records) a drill sets off as well.
 */
export class DrillingClient implements UpstreamClient {
  readonly #network: UpstreamClient
  readonly #drills: Pick<Drills, 'strike'>

  constructor(network: UpstreamClient, drills: Pick<Drills, 'strike'>) {
    this.#network = network
    this.#drills = drills
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange {
    const fault = this.#drills.strike(request.provider)
    return fault === null ? this.#network.send(request, handler) : this.#suffer(fault, request, handler)
  }

  close(): Promise<void> {
    return this.#network.close()
  }

  #suffer(fault: NetworkFault, request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange {
    switch (fault.kind) {
      case 'outage':
        return fault.hangs
          ? new LaterExchange(request.connectTimeoutMs, () => {
              handler.onFailure({ type: 'connect-timeout', code: 'ETIMEDOUT' })
              return null
            })
          : new LaterExchange(0, () => {
              handler.onFailure({ type: 'network', code: 'ECONNREFUSED' })
              return null
            })
      case 'slow':
        // Late is late, and a request that is given up meanwhile costs nothing this way.
        return new LaterExchange(fault.delayMs, () => this.#network.send(request, handler))
      case 'rate-limit':
        return refusing(handler, 429, { 'retry-after': String(Math.ceil(fault.retryAfterMs / 1_000)) })
      case 'error':
        return refusing(handler, fault.status, {})
    }
  }
}

/** A reply in the shape that most providers give errors, without a word that would mean more than its status. */
function refusing(
  handler: UpstreamHandler,
  status: number,
  headers: Readonly<Record<string, string>>,
): UpstreamExchange {
  const exchange: LaterExchange = new LaterExchange(0, () => {
    handler.onHeaders(status, { 'content-type': 'application/json', ...headers })
    if (!exchange.isAborted) handler.onData(BODY)
    if (!exchange.isAborted) handler.onEnd()
    return null
  })
  return exchange
}

const BODY = Buffer.from('{"error":{"message":"This failure is a drill.","type":"drill"}}')
