import type { Clock } from '../../src/core/ports.ts'

/**
 * Time that passes only when nothing is left to do at the present moment: an agenda of actions, and in their place the
 * timers of the whole process while it runs. What happens in it depends on nothing but what was put on the agenda.
 *
 * Vitest's own fake timers would do, but they cost a millisecond of real time for each step that waits for promises.
 */
export class VirtualTime implements Clock {
  readonly #epochMs: number
  /** Not 0 at first, as no real clock is. */
  #nowMs = START_MS
  #stamp = 0
  /** In the order in which they are due. */
  readonly #agenda: VirtualTimer[] = []

  /** @param epochMs What the wall clock shows at the beginning. */
  constructor(epochMs: number) {
    this.#epochMs = epochMs
  }

  now(): number {
    return this.#epochMs + this.#nowMs - START_MS
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  /** A number above all that were given before: what happened first, also within one millisecond. */
  stamp(): number {
    return this.#stamp++
  }

  /** Runs `action` so many milliseconds from now, after all that is due then already. */
  after(delayMs: number, action: () => void): VirtualTimer {
    const timer = new VirtualTimer(this.#agenda, () => this.#nowMs, delayMs, action)
    return timer.refresh()
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve)
    })
  }

  /** Resolves when nothing is on the agenda any more. Rejects when that takes too many steps. */
  async run(): Promise<void> {
    const restore = this.#replaceTimers()
    try {
      await realTurn()
      for (let step = 0; this.#agenda.some(({ isNeeded }) => isNeeded); step++) {
        if (step === STEPS_MAX) throw new Error('The scenario does not come to an end.')
        const next = this.#agenda.shift()
        if (next === undefined) break
        this.#nowMs = Math.max(this.#nowMs, next.dueMs)
        next.run()
        await realTurn()
      }
    } finally {
      restore()
    }
  }

  #replaceTimers(): () => void {
    const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = globalThis
    const clear = (timer: VirtualTimer | null | undefined) => timer?.cancel()
    const virtual = {
      setTimeout: (action: () => void, delayMs = 0) => this.after(wholeMs(delayMs), action),
      clearTimeout: clear,
      setInterval: (action: () => void, delayMs = 0) => {
        const timer = this.after(wholeMs(delayMs), () => {
          timer.refresh()
          action()
        })
        return timer
      },
      clearInterval: clear,
      setImmediate: (action: () => void) => this.after(0, action),
      clearImmediate: clear,
    }
    Object.assign(globalThis, virtual)
    return () => {
      const real = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate }
      Object.assign(globalThis, real)
    }
  }
}

/** One entry of the agenda. As much of Node's own timers as the house uses. */
export class VirtualTimer {
  readonly #agenda: VirtualTimer[]
  readonly #nowMs: () => number
  readonly #delayMs: number
  readonly #action: () => void
  #isNeeded = true
  dueMs = 0

  constructor(agenda: VirtualTimer[], nowMs: () => number, delayMs: number, action: () => void) {
    this.#agenda = agenda
    this.#nowMs = nowMs
    this.#delayMs = delayMs
    this.#action = action
  }

  /** Whether time has to go on for it. */
  get isNeeded(): boolean {
    return this.#isNeeded
  }

  run(): void {
    this.#action()
  }

  cancel(): void {
    const place = this.#agenda.indexOf(this)
    if (place !== -1) this.#agenda.splice(place, 1)
  }

  refresh(): this {
    this.cancel()
    this.dueMs = this.#nowMs() + this.#delayMs
    let place = this.#agenda.length
    while (place > 0 && (this.#agenda[place - 1]?.dueMs ?? 0) > this.dueMs) place--
    this.#agenda.splice(place, 0, this)
    return this
  }

  unref(): this {
    this.#isNeeded = false
    return this
  }
}

const START_MS = 1_000
const STEPS_MAX = 50_000

/** Node takes nothing shorter than a millisecond, and rounds up. */
function wholeMs(delayMs: number): number {
  return Math.max(1, Math.ceil(delayMs))
}

const realImmediate = globalThis.setImmediate

/** Everything that waits for a promise has run when this resolves. */
function realTurn(): Promise<void> {
  return new Promise((resolve) => {
    realImmediate(resolve)
  })
}
