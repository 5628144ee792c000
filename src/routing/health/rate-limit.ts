import type { Allowance, Remainder } from '../../core/provider.ts'
import { Stamp } from './stamp.ts'

/** Why a target is taken to be full, the surest reason first. */
export type FullReason =
  /** It refused a request and said until when. */
  | 'told'
  /** It answered one and said that nothing is left until then. More may be possible by then, bit by bit. */
  | 'announced'
  /** It refused a request and said nothing. */
  | 'guessed'

/** What the provider lets through here: until when nothing, and how much is left. */
export class RateLimit {
  readonly stamp = new Stamp()
  #fullUntilMs = Number.NEGATIVE_INFINITY
  #reason: FullReason = 'guessed'
  #guessesInARow = 0
  readonly #requests = new Left()
  readonly #tokens = new Left()

  /** Null when it has room, as far as is known. */
  full(nowMs: number): { readonly untilMs: number; readonly reason: FullReason } | null {
    return this.#fullUntilMs > nowMs ? { untilMs: this.#fullUntilMs, reason: this.#reason } : null
  }

  requestsLeft(nowMs: number): number | null {
    return this.#requests.at(nowMs)
  }

  tokensLeft(nowMs: number): number | null {
    return this.#tokens.at(nowMs)
  }

  /** What the headers of any reply say. */
  told(allowance: Allowance, nowMs: number): void {
    this.#requests.note(allowance.requests, nowMs)
    this.#tokens.note(allowance.tokens, nowMs)
    const waitMs = waitOf(allowance)
    const full = this.full(nowMs)
    if (full?.reason === 'told') return
    if (waitMs !== null && waitMs > 0) this.#fill('announced', nowMs + Math.min(waitMs, FULL_MS_MAX))
    else if (full?.reason === 'announced') this.#fill('announced', Number.NEGATIVE_INFINITY)
  }

  /** A request was refused. What the provider says beats a guess, and a later time an earlier one. */
  refused(retryAfterMs: number | null, nowMs: number): void {
    const guessMs = Math.min(GUESS_MS_MIN * 2 ** this.#guessesInARow++, GUESS_MS_MAX)
    const full = this.full(nowMs)
    // The headers of this very refusal may have said it.
    const untilMs = full?.reason === 'announced' ? full.untilMs : nowMs + guessMs
    const toldMs = retryAfterMs === null ? null : nowMs + Math.min(retryAfterMs, FULL_MS_MAX)
    if (full?.reason === 'told' && (toldMs === null || toldMs <= full.untilMs)) return
    if (toldMs !== null) this.#fill('told', toldMs)
    else this.#fill(full?.reason === 'announced' ? 'told' : 'guessed', untilMs)
  }

  /** How long it is full stands: the request that succeeded may have begun before it was. */
  succeeded(): void {
    this.#guessesInARow = 0
  }

  condition(nowMs: number): RateLimitCondition {
    return { fullForMs: Math.max(0, this.#fullUntilMs - nowMs), reason: this.#reason }
  }

  /** What another process has found counts here from now on. */
  adopt({ fullForMs, reason }: RateLimitCondition, nowMs: number): void {
    this.#fullUntilMs = fullForMs === 0 ? Number.NEGATIVE_INFINITY : nowMs + Math.min(fullForMs, FULL_MS_MAX)
    this.#reason = reason
  }

  #fill(reason: FullReason, untilMs: number): void {
    this.#reason = reason
    this.#fullUntilMs = untilMs
    this.stamp.change()
  }
}

/** As told to another process, whose clock is another one. */
export interface RateLimitCondition {
  readonly fullForMs: number
  readonly reason: FullReason
}

/** How long until what is used up is there again; null where nothing is used up, or nobody said for how long. */
function waitOf({ requests, tokens }: Allowance): number | null {
  const waits = [requests, tokens].flatMap((one) =>
    one !== null && one.left <= 0 && one.resetMs !== null ? [one.resetMs] : [],
  )
  return waits.length === 0 ? null : Math.max(...waits)
}

/** A figure that holds until the provider's window is over. */
class Left {
  #left = 0
  #untilMs = Number.NEGATIVE_INFINITY

  at(nowMs: number): number | null {
    return this.#untilMs > nowMs ? this.#left : null
  }

  note(remainder: Remainder | null, nowMs: number): void {
    if (remainder === null) return
    this.#left = remainder.left
    // A reset of less than a second says that little was used, and by then more will have been.
    this.#untilMs = nowMs + Math.max(remainder.resetMs ?? WINDOW_MS, WINDOW_MS_MIN)
  }
}

/** How long a rate limit is taken to last when the provider does not say. */
const GUESS_MS_MIN = 1_000
const GUESS_MS_MAX = 30_000
/** Whatever a provider, or another process, asks for. */
const FULL_MS_MAX = 3_600_000
/** What most limits are counted by. */
const WINDOW_MS = 60_000
const WINDOW_MS_MIN = 1_000
