/**
 * How long records wait for company. A transaction costs as much as several records, and saves and forgets what is
 * under way each time; whoever wants to read asks by `wait`, and does not wait for this.
 */
const GATHER_MS = 250
const WAITERS_MAX = 10_000

interface Waiter {
  readonly position: number
  readonly resolve: (isReached: boolean) => void
  readonly timer: NodeJS.Timeout
}

/**
 * How far the journal has grown and how far the store has read it, as the main thread knows. Growth is announced to
 * the reader at most once until it has answered, however many records are written meanwhile.
 */
export class JournalProgress {
  readonly #announce: (position: number) => void
  #grownTo = 0
  #announcedTo = 0
  #reachedTo = 0
  #gathering: NodeJS.Timeout | null = null
  readonly #waiters = new Set<Waiter>()

  constructor(announce: (position: number) => void) {
    this.#announce = announce
  }

  get position(): number {
    return this.#reachedTo
  }

  grown(position: number): void {
    if (position > this.#grownTo) this.#grownTo = position
    if (this.#gathering !== null || this.#announcedTo > this.#reachedTo) return
    this.#gathering = setTimeout(() => this.#flush(), GATHER_MS)
    this.#gathering.unref()
  }

  /** The reader has got this far. What grew meanwhile is announced next. */
  reached(position: number): void {
    if (position > this.#reachedTo) this.#reachedTo = position
    for (const waiter of this.#waiters) {
      if (waiter.position <= this.#reachedTo) this.#settle(waiter, true)
    }
    if (this.#grownTo <= this.#reachedTo) return
    if (this.#waiters.size > 0) this.#flush()
    else this.grown(this.#grownTo)
  }

  /** A new reader starts at `position`: what was announced to the former one is forgotten. */
  restarted(position: number): void {
    this.#announcedTo = position
    this.reached(position)
  }

  /** True when the reader has got to `position`, by default to all that has grown; false after `timeoutMs`. */
  wait(position: number | undefined, timeoutMs: number): Promise<boolean> {
    const target = position ?? this.#grownTo
    if (target > this.#grownTo) this.#grownTo = target
    if (target <= this.#reachedTo) return Promise.resolve(true)
    if (this.#waiters.size >= WAITERS_MAX) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(waiter, false), timeoutMs)
      const waiter: Waiter = { position: target, resolve, timer }
      this.#waiters.add(waiter)
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#gathering !== null) clearTimeout(this.#gathering)
    this.#gathering = null
    if (this.#grownTo <= this.#announcedTo) return
    this.#announcedTo = this.#grownTo
    this.#announce(this.#grownTo)
  }

  #settle(waiter: Waiter, isReached: boolean): void {
    clearTimeout(waiter.timer)
    this.#waiters.delete(waiter)
    waiter.resolve(isReached)
  }
}
