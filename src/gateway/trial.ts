import type { GatewayError } from '../core/error.ts'
import type { Usage } from '../core/usage.ts'
import type { FailedAttempt } from '../routing/backoff.ts'
import type { Target } from '../routing/target.ts'
import type { Answer } from './answer.ts'
import type { Continuation } from './continuation.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'

/** One attempt: a request, the target it goes to, and the time it has. */
export interface Trial {
  readonly exchange: Exchange
  readonly asked: Asked
  readonly gateway: Gateway
  readonly target: Target
  /** For usage that the provider does not report. */
  readonly inputTokensEstimated: number
  /** The broken answer that this attempt is to go on with; null for one that begins. */
  readonly continuation: Continuation | null
  /** An answer that breaks off may be gone on with elsewhere. */
  readonly keepsTranscript: boolean
  readonly timeouts: {
    readonly connectMs: number
    readonly ttftMs: number
    readonly idleMs: number
    /** What is left of this attempt's and of the whole exchange's time, whichever is less. */
    readonly totalMs: number
    /** It is the exchange's time that is less: running out of it is not the target's fault. */
    readonly isDeadline: boolean
  }
  /** Asked before anything reaches the caller. False: another attempt has got there first, and this one is off. */
  claim(): boolean
  /** Called now and then with the output so far, while a long answer streams. */
  onProgress(outputTokens: number): void
}

export type TrialOutcome =
  | { readonly type: 'answered'; readonly answer: Answer }
  | ({ readonly type: 'failed'; readonly error: GatewayError; readonly usage: Usage | null } & FailedAttempt)
  /** Called off. `usage` is what it had probably used by then. */
  | { readonly type: 'cancelled'; readonly usage: Usage | null }

/** An attempt under way. */
export interface RunningTrial {
  /** Never rejects. */
  readonly outcome: Promise<TrialOutcome>
  /** The caller has left. */
  abandon(): void
  /** The gateway is stopping. */
  interrupt(): void
  /** Another attempt has the answer. */
  cancel(): void
}
