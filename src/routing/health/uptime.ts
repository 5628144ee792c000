import type { Figures } from '../health-view.ts'

/** How many of the attempts of the last minutes and of the last day went well. */
export class Uptime {
  readonly #fiveMinutes = new Window(300_000)
  readonly #thirtyMinutes = new Window(1_800_000)
  readonly #day = new Window(86_400_000)

  count(good: number, bad: number, nowMs: number): void {
    this.#fiveMinutes.count(good, bad, nowMs)
    this.#thirtyMinutes.count(good, bad, nowMs)
    this.#day.count(good, bad, nowMs)
  }

  shares(nowMs: number): Figures['uptime'] {
    return {
      fiveMinutes: this.#fiveMinutes.share(nowMs),
      thirtyMinutes: this.#thirtyMinutes.share(nowMs),
      day: this.#day.share(nowMs),
    }
  }
}

/** So many counters each window has, and it forgets in steps of so many parts of itself. */
const SLOTS = 12

/** A ring of counters: the slot of now takes what comes, and the oldest is emptied when its turn comes again. */
class Window {
  readonly #slotMs: number
  /** For each slot how many went well, and how many there were. */
  readonly #counts = new Uint32Array(2 * SLOTS)
  #slot = 0
  /** Of all slots. */
  #good = 0
  #all = 0

  constructor(lengthMs: number) {
    this.#slotMs = lengthMs / SLOTS
  }

  count(good: number, bad: number, nowMs: number): void {
    this.#advance(nowMs)
    this.#add(this.#slot, good, good + bad)
  }

  /** Null where nothing was counted. */
  share(nowMs: number): number | null {
    this.#advance(nowMs)
    return this.#all === 0 ? null : this.#good / this.#all
  }

  #advance(nowMs: number): void {
    const slot = Math.floor(nowMs / this.#slotMs)
    if (slot <= this.#slot) return
    const first = Math.max(this.#slot + 1, slot - SLOTS + 1)
    for (let passed = first; passed <= slot; passed++) {
      const place = 2 * (passed % SLOTS)
      this.#add(passed, -(this.#counts[place] ?? 0), -(this.#counts[place + 1] ?? 0))
    }
    this.#slot = slot
  }

  #add(slot: number, good: number, all: number): void {
    const place = 2 * (slot % SLOTS)
    this.#counts[place] = (this.#counts[place] ?? 0) + good
    this.#counts[place + 1] = (this.#counts[place + 1] ?? 0) + all
    this.#good += good
    this.#all += all
  }
}
