import type { Incoming } from '../gateway/exchange.ts'
import type { Gateway } from '../gateway/gateway.ts'

/** Nothing served should reject. If it does, that is a fault of ours, and costs one connection and not the process. */
export function run(serving: Promise<void>, { reply }: Incoming, { log }: Gateway): void {
  serving.catch((error: unknown) => {
    log.error('A request failed by a fault of the gateway, without an answer.', { error })
    reply.destroy()
  })
}
