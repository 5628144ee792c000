import { LRUCache } from 'lru-cache'

/**
 * How many extra calls (retries, hedges) a target may be sent, as a part of what it is sent anyway. An outage makes
 * every request fail, and without this every request would be sent several times over.
 *
 * Each call to `earn` adds `ratio` of an extra call, and each second `minimumPerSecond`, so that where little goes on
 * a retry can be had too. Up to `burst` are kept, and what is kept fades, so that a busy hour does not pay for a storm
 * in the next. In any stretch of time: extra calls ≤ ratio × earned + minimumPerSecond × seconds + burst.
 *
 * Finagle's RetryBudget (https://twitter.github.io/finagle/guide/Clients.html#retries), with the window replaced by
 * fading. Retries earn by request. Hedges earn by success: where nothing succeeds a second call helps nobody.
 */
export class RatioBudget {
  readonly #settings: RatioSettings
  readonly #accounts: LRUCache<string, Account>

  constructor(settings: RatioSettings, { keysMax = KEYS_MAX } = {}) {
    this.#settings = settings
    this.#accounts = new LRUCache({ max: keysMax })
  }

  earn(key: string, nowMs: number): void {
    const account = this.#account(key, nowMs)
    account.balance = Math.min(account.balance + this.#settings.ratio, this.#settings.burst)
  }

  /** Whether an extra call may be made now; it is paid for. */
  tryTake(key: string, nowMs: number): boolean {
    const account = this.#account(key, nowMs)
    if (account.balance < 1 - ROUNDING) return false
    account.balance -= 1
    return true
  }

  /**
   * `balance' = minimumPerSecond − balance / memory`: what is earned fades and the minimum comes in, so that with
   * nothing going on the balance comes to rest where the two are equal.
   */
  #account(key: string, nowMs: number): Account {
    const { memoryMs } = this.#settings
    const restingBalance = this.#restingBalance()
    const account = this.#accounts.get(key)
    if (account === undefined) {
      const fresh = { balance: restingBalance, atMs: nowMs }
      this.#accounts.set(key, fresh)
      return fresh
    }
    const elapsedMs = nowMs - account.atMs
    if (elapsedMs > 0) {
      account.balance = restingBalance + (account.balance - restingBalance) * Math.exp(-elapsedMs / memoryMs)
      account.atMs = nowMs
    }
    return account
  }

  #restingBalance(): number {
    const { minimumPerSecond, memoryMs, burst } = this.#settings
    return Math.min((minimumPerSecond * memoryMs) / 1_000, burst)
  }
}

export interface RatioSettings {
  /** Extra calls for each call to `earn`. */
  readonly ratio: number
  readonly minimumPerSecond: number
  readonly burst: number
  /** After so long, about a third of what was kept is left. */
  readonly memoryMs: number
}

/** A tenth more; and where there is little traffic, six at once and then one every ten seconds. */
export const RETRY_RATIO: RatioSettings = {
  ratio: 0.1,
  minimumPerSecond: 0.1,
  burst: 20,
  memoryMs: 60_000,
}

/** One in twenty, of those that succeed. There is no minimum: in an outage there is nothing to win. */
export const HEDGE_RATIO: RatioSettings = {
  ratio: 0.05,
  minimumPerSecond: 0,
  burst: 10,
  memoryMs: 300_000,
}

interface Account {
  balance: number
  atMs: number
}

/** Callers may name any native id, so the number of targets has no bound of its own. */
const KEYS_MAX = 10_000
/** Ten times a tenth is a little less than 1. */
const ROUNDING = 1e-9
