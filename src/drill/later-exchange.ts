import type { UpstreamExchange } from '../core/upstream.ts'

/** An exchange whose own part begins after so long, and not at all where it is aborted before. */
export class LaterExchange implements UpstreamExchange {
  readonly #timer: ReturnType<typeof setTimeout>
  #exchange: UpstreamExchange | null = null
  #isPaused = false
  #isAborted = false

  /** `begin` answers the exchange that goes on from there, or null where it was all over at once. */
  constructor(delayMs: number, begin: () => UpstreamExchange | null) {
    this.#timer = setTimeout(() => {
      this.#exchange = begin()
      if (this.#isAborted) this.#exchange?.abort()
      else if (this.#isPaused) this.#exchange?.pause()
    }, delayMs)
  }

  get isAborted(): boolean {
    return this.#isAborted
  }

  abort(): void {
    this.#isAborted = true
    clearTimeout(this.#timer)
    this.#exchange?.abort()
  }

  pause(): void {
    this.#isPaused = true
    this.#exchange?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#exchange?.resume()
  }
}
