import type { ConcurrencyLimit, EndedRequest } from './concurrency-limit.ts'

/**
 * Finds out how many requests at once a provider bears, from two signals.
 *
 * Latency, once for each window of answers: `limit × gradient + √limit`, where the gradient is how much the time to
 * the first token has grown over its long-run mean, between 0.5 and 1. This is Gradient2 of Netflix's
 * concurrency-limits (https://github.com/Netflix/concurrency-limits), taken over means of windows, since single times
 * to a first token differ by the length of the prompt. The root is the room to grow, and the queue it tolerates.
 *
 * Refusal (429, overloaded): `limit × 0.7`, the decrease of CUBIC (RFC 9438, 4.6), once for a whole wave: requests
 * that began before the last decrease are not news, as in TCP's fast recovery (RFC 6582).
 *
 * Until the first bad news the limit doubles with each window, as in slow start (RFC 5681). It grows only while it is
 * used: how much a provider bears cannot be learned from quiet hours.
 */
export class AdaptiveLimit implements ConcurrencyLimit {
  readonly #min: number
  readonly #max: number
  #value: number
  #isWarmingUp = true
  #loweredAtMs = Number.NEGATIVE_INFINITY
  /** The long-run mean time to the first token. */
  #usualMs: number | null = null
  #windows = 0
  #window = newWindow()

  constructor({ min, max, initial }: AdaptiveSettings) {
    this.#min = Math.max(1, min)
    this.#max = Math.max(this.#min, Math.min(max, CONCURRENCY_MAX))
    this.#value = Math.min(Math.max(initial, this.#min), this.#max)
  }

  get limit(): number {
    return Math.floor(this.#value)
  }

  note({ kind, durationMs, ttftMs }: EndedRequest, inFlight: number, nowMs: number): void {
    if (kind === 'throttled') return this.#lower(nowMs - durationMs, nowMs)
    // A failure says that something is broken, and neither that there was too much to do nor that there was not.
    if (kind === 'failed') return
    const window = this.#window
    if (window.answers === 0) window.beganAtMs = nowMs
    window.answers++
    window.inFlightMost = Math.max(window.inFlightMost, inFlight)
    // How long a whole answer takes tells its length rather than the provider's load.
    if (ttftMs !== null) {
      window.timed++
      window.ttftMsSum += ttftMs
    }
    if (window.answers < WINDOW_ANSWERS || nowMs - window.beganAtMs < WINDOW_MS) return
    this.#learn(window)
    this.#window = newWindow()
  }

  #learn({ timed, ttftMsSum, inFlightMost }: Window): void {
    const gradient = timed === 0 ? 1 : this.#gradient(ttftMsSum / timed)
    if (gradient < 1) this.#isWarmingUp = false
    const wanted = this.#isWarmingUp ? this.#value * 2 : this.#value * gradient + Math.sqrt(this.#value)
    const isUsed = inFlightMost >= this.#value / 2
    if (wanted <= this.#value || isUsed) this.#set(wanted)
  }

  #gradient(ttftMs: number): number {
    const usualMs = this.#usualMs ?? ttftMs
    const gradient = ttftMs <= 0 ? 1 : Math.max(GRADIENT_MIN, Math.min(1, (TOLERANCE * usualMs) / ttftMs))
    // The first windows count as much as each other, unless they are of a provider who is already slow.
    const weight = gradient < 1 ? USUAL_WEIGHT : Math.max(USUAL_WEIGHT, 1 / ++this.#windows)
    this.#usualMs = usualMs + (ttftMs - usualMs) * weight
    // A mean that a bad hour has raised would hide the next one, so it falls faster than it rises.
    if (usualMs > 2 * ttftMs) this.#usualMs *= USUAL_DECAY
    return gradient
  }

  #lower(beganAtMs: number, nowMs: number): void {
    if (beganAtMs < this.#loweredAtMs) return
    this.#isWarmingUp = false
    this.#loweredAtMs = nowMs
    this.#set(this.#value * THROTTLED_FACTOR)
    this.#window = newWindow()
  }

  #set(value: number): void {
    this.#value = Math.min(Math.max(value, this.#min), this.#max)
  }
}

/** Limits of the limit, and where it begins. Each at least 1. */
export interface AdaptiveSettings {
  readonly min: number
  readonly max: number
  readonly initial: number
}

/** No setting and no growth goes beyond. */
export const CONCURRENCY_MAX = 10_000

/** A window closes when it has lasted so long and has seen so many answers. */
const WINDOW_MS = 1_000
const WINDOW_ANSWERS = 10
/** Slower than usual by less than this is chance: prompts differ. */
const TOLERANCE = 1.5
const GRADIENT_MIN = 0.5
const THROTTLED_FACTOR = 0.7
/** As long a memory as six hundred windows: it must not take a busy quarter of an hour for the usual state. */
const USUAL_WEIGHT = 1 / 600
const USUAL_DECAY = 0.95

interface Window {
  /** When the first answer came. */
  beganAtMs: number
  answers: number
  timed: number
  ttftMsSum: number
  inFlightMost: number
}

function newWindow(): Window {
  return { beganAtMs: 0, answers: 0, timed: 0, ttftMsSum: 0, inFlightMost: 0 }
}
