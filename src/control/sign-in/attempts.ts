import { LRUCache } from 'lru-cache'
import { GatewayError } from '../../core/error.ts'
import type { Clock } from '../../core/ports.ts'

const WINDOW_MS = 15 * 60_000
const FAILURES_MAX = { address: 20, account: 10 } as const
/** Of addresses and accounts together; the one that was idle longest is forgotten first. */
const KNOWN_MAX = 20_000

interface Count {
  failures: number
  readonly sinceMs: number
}

/**
 * How often signing in has failed lately, by address and by account. An attempt counts as failed from its beginning
 * until it has succeeded, so that many at once are no way around.
 */
export class Attempts {
  readonly #clock: Clock
  readonly #counts = new LRUCache<string, Count>({ max: KNOWN_MAX })

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Does `attempt`, which says by null that it failed. Rejects with `rate_limited`, and then it is not done. */
  async take<Result>(
    { address, account }: { readonly address: string; readonly account: string | null },
    attempt: () => Promise<Result | null>,
  ): Promise<Result | null> {
    const counts = [this.#count(`address:${address}`, FAILURES_MAX.address)]
    if (account !== null) counts.push(this.#count(`account:${account}`, FAILURES_MAX.account))
    for (const count of counts) count.failures++
    const result = await attempt()
    if (result !== null) for (const count of counts) count.failures--
    return result
  }

  #count(name: string, most: number): Count {
    const nowMs = this.#clock.monotonicMs()
    let count = this.#counts.get(name)
    if (count === undefined || nowMs - count.sinceMs >= WINDOW_MS) {
      count = { failures: 0, sinceMs: nowMs }
      this.#counts.set(name, count)
    }
    if (count.failures < most) return count
    throw new GatewayError('rate_limited', 'Signing in has failed too often; try again later.', {
      retryAfterMs: WINDOW_MS - (nowMs - count.sinceMs),
    })
  }
}
