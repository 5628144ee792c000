import type { SetTimer } from './wake-up.ts'

interface Timer {
  readonly atMs: number
  readonly order: number
  readonly callback: (nowMs: number) => void
}

/** A clock that goes only where it is told to, and calls on its way whoever has asked for it. */
export class VirtualTime {
  nowMs = 0
  #set = 0
  readonly #timers = new Set<Timer>()

  get timers(): number {
    return this.#timers.size
  }

  readonly setTimer: SetTimer = (delayMs, callback) => {
    const timer = { atMs: this.nowMs + delayMs, order: this.#set++, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  runTo(timeMs: number): void {
    for (let timer = this.#soonest(); timer !== null && timer.atMs <= timeMs; timer = this.#soonest()) {
      this.#timers.delete(timer)
      this.nowMs = Math.max(this.nowMs, timer.atMs)
      timer.callback(this.nowMs)
    }
    this.nowMs = timeMs
  }

  /** Until nobody waits for anything. */
  runOut(): void {
    for (let timer = this.#soonest(); timer !== null; timer = this.#soonest()) this.runTo(timer.atMs)
  }

  #soonest(): Timer | null {
    let soonest: Timer | null = null
    for (const timer of this.#timers) {
      const isSooner = soonest === null || timer.atMs < soonest.atMs
      if (isSooner || (timer.atMs === soonest?.atMs && timer.order < soonest.order)) soonest = timer
    }
    return soonest
  }
}
