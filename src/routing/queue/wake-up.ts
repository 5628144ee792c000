/**
 * Calls back after so many milliseconds, with the time it then is. What it returns takes the call back. `main` gives
 * one over `setTimeout` and a monotonic clock; a test gives one over its own time.
 */
export type SetTimer = (delayMs: number, callback: (nowMs: number) => void) => () => void

/** At most one timer, for the soonest of whatever is waited for. */
export class WakeUp {
  readonly #setTimer: SetTimer
  readonly #onTime: (nowMs: number) => void
  #clear: (() => void) | null = null
  #atMs = Number.POSITIVE_INFINITY

  constructor(setTimer: SetTimer, onTime: (nowMs: number) => void) {
    this.#setTimer = setTimer
    this.#onTime = (nowMs) => {
      this.#clear = null
      this.#atMs = Number.POSITIVE_INFINITY
      onTime(nowMs)
    }
  }

  /** A timer that fires earlier than wanted stays: to wake for nothing costs less than to set another each time. */
  set(atMs: number, nowMs: number): void {
    if (this.#atMs <= atMs) return
    this.clear()
    this.#atMs = atMs
    this.#clear = this.#setTimer(Math.max(0, Math.ceil(atMs - nowMs)), this.#onTime)
  }

  clear(): void {
    this.#clear?.()
    this.#clear = null
    this.#atMs = Number.POSITIVE_INFINITY
  }
}
