import { LRUCache } from 'lru-cache'
import { HEDGE_RATIO, RatioBudget, RETRY_RATIO } from '../routing/ratio-budget.ts'

/** What keeps an outage from becoming a storm: extra calls are a small part of all calls, and are paid for before. */
export class StormControl {
  readonly #retries = new RatioBudget(RETRY_RATIO)
  /** By the ratio that a route allows. */
  readonly #hedges = new LRUCache<number, RatioBudget>({ max: RATIOS_MAX })

  /** A request goes to this provider for the first time. */
  began(providerName: string, nowMs: number): void {
    this.#retries.earn(providerName, nowMs)
  }

  /** Whether the same provider may be asked once more for the same request. */
  mayRetry(providerName: string, nowMs: number): boolean {
    return this.#retries.tryTake(providerName, nowMs)
  }

  /** A request of this route, which hedges by this ratio, was answered. */
  succeeded(routeName: string, ratio: number, nowMs: number): void {
    this.#hedgesOf(ratio).earn(routeName, nowMs)
  }

  mayHedge(routeName: string, ratio: number, nowMs: number): boolean {
    return this.#hedgesOf(ratio).tryTake(routeName, nowMs)
  }

  #hedgesOf(ratio: number): RatioBudget {
    let budget = this.#hedges.get(ratio)
    if (budget === undefined) {
      budget = new RatioBudget({ ...HEDGE_RATIO, ratio })
      this.#hedges.set(ratio, budget)
    }
    return budget
  }
}

/** Every route may name its own; a few are usual. */
const RATIOS_MAX = 64
