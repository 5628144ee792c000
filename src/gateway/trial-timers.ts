/**
 * The clocks over one attempt: the whole of it, and its pace, which is the wait for the first token until that has
 * come and the wait for the next piece from then on.
 */
export class TrialTimers {
  readonly #timeouts: { readonly ttftMs: number; readonly idleMs: number; readonly totalMs: number }
  readonly #onTimeout: (late: Late) => void
  #total: NodeJS.Timeout | null = null
  #pace: NodeJS.Timeout | null = null
  #hasContent = false

  constructor(
    timeouts: { readonly ttftMs: number; readonly idleMs: number; readonly totalMs: number },
    onTimeout: (late: Late) => void,
  ) {
    this.#timeouts = timeouts
    this.#onTimeout = onTimeout
  }

  /** The first token is waited for only in a stream: a whole answer has none before its last. */
  start(isStream: boolean): void {
    const { ttftMs, totalMs } = this.#timeouts
    this.#total = setTimeout(() => this.#onTimeout('the whole answer'), totalMs)
    if (isStream) this.#pace = setTimeout(() => this.#onTimeout('the first token'), ttftMs)
  }

  /** A piece of the answer has come. */
  gotPiece(): void {
    if (this.#hasContent) {
      this.#pace?.refresh()
      return
    }
    this.#hasContent = true
    if (this.#pace !== null) clearTimeout(this.#pace)
    this.#pace = setTimeout(() => this.#onTimeout('the next piece'), this.#timeouts.idleMs)
  }

  /** An answer that is over keeps its connection a little, for the provider to end it and let it be used again. */
  linger(onOver: () => void): void {
    this.stop()
    this.#total = setTimeout(onOver, LINGER_MS)
  }

  stop(): void {
    if (this.#total !== null) clearTimeout(this.#total)
    if (this.#pace !== null) clearTimeout(this.#pace)
  }
}

/** What took too long. */
export type Late = 'the whole answer' | 'the first token' | 'the next piece'

const LINGER_MS = 2_000
