import type { Place } from './fair-line.ts'
import type { QueueRefusal } from './fair-queue.ts'

/** A request that waits at a gate. It ends in exactly one way: granted, refused, or cancelled by its holder. */
export class Ticket {
  readonly type = 'waiting'
  /** When it is refused, whatever comes. */
  readonly expiresAtMs: number
  /** The two that follow are the gate's own. */
  place: Place<Ticket> | null = null
  heapIndex = -1
  #answer: Answer | null = null
  #callback: ((answer: Answer) => void) | null = null

  constructor(expiresAtMs: number) {
    this.expiresAtMs = expiresAtMs
  }

  /**
   * Called once, with the gate's answer; at once, if it has come already; never after a cancellation. It may use the
   * gate, and must not throw.
   */
  onAnswer(callback: (answer: Answer) => void): void {
    if (this.#answer === null) this.#callback = callback
    else callback(this.#answer)
  }

  /** For the gate alone. */
  answer(answer: Answer): void {
    this.place = null
    this.#answer = answer
    this.#callback?.(answer)
    this.#callback = null
  }
}

export type Answer = Granted | Refused

/** In. `Gate.leave` is owed. */
export interface Granted {
  readonly type: 'granted'
}

export interface Refused {
  readonly type: 'refused'
  /**
   * `queue-full`, `tenant-full`: no place to wait in. `too-long`: the wait would exceed what is allowed, as far as
   * can be told. `expired`: it did.
   */
  readonly reason: QueueRefusal | 'too-long' | 'expired'
  /** When it is worth coming back. */
  readonly retryAfterMs: number
}

export const GRANTED: Granted = Object.freeze({ type: 'granted' })
