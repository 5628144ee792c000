import { Connection } from './connection.ts'
import { type Origin, parseOrigin } from './origin.ts'

/** What is kept at most. */
export interface PoolLimits {
  readonly idlePerOriginMax: number
  readonly idleMax: number
  readonly originsMax: number
}

export const POOL_LIMITS: PoolLimits = { idlePerOriginMax: 256, idleMax: 1_024, originsMax: 1_000 }

/**
 * Connections to every origin. One that is idle carries the next request, the warmest first, so that those which are
 * not needed grow old and close; without one a new one is made, since an answer may take minutes and none may queue
 * behind it. How many are open at once is for the gateway's own limits.
 */
export class ConnectionPool {
  readonly #limits: PoolLimits
  readonly #origins = new Map<string, Origin>()
  readonly #open = new Set<Connection>()
  readonly #room = Buffer.allocUnsafeSlow(READ_BYTES)
  #idle = 0
  #isClosed = false

  constructor(limits: PoolLimits) {
    this.#limits = limits
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Throws `BadRequest` for what is no origin. */
  origin(text: string): Origin {
    const known = this.#origins.get(text)
    if (known !== undefined) return known
    const origin = parseOrigin(text)
    if (this.#origins.size >= this.#limits.originsMax) this.#forgetOldest()
    this.#origins.set(text, origin)
    return origin
  }

  /** A connection for one request. */
  take(origin: Origin, connectTimeoutMs: number): Connection {
    const idle = origin.idle.pop()
    if (idle !== undefined) {
      this.#idle--
      return idle
    }
    const connection = new Connection({ origin, pool: this, room: this.#room, connectTimeoutMs })
    this.#open.add(connection)
    return connection
  }

  /** For the next request. False where there are enough, and the caller has to close it. */
  give(connection: Connection): boolean {
    const { idle } = connection.origin
    const { idlePerOriginMax, idleMax } = this.#limits
    if (this.#isClosed || idle.length >= idlePerOriginMax || this.#idle >= idleMax) return false
    idle.push(connection)
    this.#idle++
    return true
  }

  /** It is closed. */
  forget(connection: Connection): void {
    this.#open.delete(connection)
    const { idle } = connection.origin
    const place = idle.indexOf(connection)
    if (place === -1) return
    idle.splice(place, 1)
    this.#idle--
  }

  close(): void {
    this.#isClosed = true
    // Each by itself: a handler that throws keeps no other connection open.
    for (const connection of this.#open) queueMicrotask(() => connection.lose('CLIENT_CLOSED'))
  }

  /** Its connections that are busy end as usual; the idle ones close in time. */
  #forgetOldest(): void {
    const [oldest] = this.#origins.keys()
    if (oldest !== undefined) this.#origins.delete(oldest)
  }
}

const READ_BYTES = 64 * 1024
