import type { GatewayError } from '../core/error.ts'
import type { Nanos } from '../core/money.ts'
import type { UsageSource, Usage } from '../core/usage.ts'
import type { FinishReason } from '../core/event.ts'
import type { Target } from '../routing/target.ts'
import type { Continuation } from './continuation.ts'

/** What an exchange came to, once a provider has answered it or part of it. */
export interface Answer {
  readonly target: Target
  /** The model that the provider says answered; else the one it was asked for. */
  readonly model: string
  /** There is no content in it, and no call of a tool. */
  readonly isEmpty: boolean
  readonly finishReason: FinishReason | null
  readonly usage: Usage
  readonly usageSource: UsageSource
  /** What `usage` costs at its target's price; null where that is not known. */
  readonly costNanos: Nanos | null
  readonly ttftMs: number | null
  readonly dropped: readonly string[]
  readonly ending: Ending
  /** Of an answer that was passed on as it is. */
  readonly passed?: Passed
}

export interface Passed {
  /** The provider's own. */
  readonly status: number
  /** Of the bodies. */
  readonly requestBytes: number
  readonly responseBytes: number
}

export type Ending =
  /** The whole answer is in hand; the caller has nothing yet. */
  | { readonly type: 'whole'; readonly body: Buffer }
  /** Streamed, but for the piece that ends it. */
  | { readonly type: 'streamed'; readonly last: Buffer | null; readonly sent: readonly Buffer[] }
  /** Streamed in part, then it broke. */
  | {
      readonly type: 'broken'
      readonly error: GatewayError
      readonly sent: readonly Buffer[]
      /** What another attempt needs to go on; null where nobody is to. */
      readonly unfinished: Unfinished | null
    }
  /** The caller left before the end. `sent` is what was on its way to him. */
  | { readonly type: 'abandoned'; readonly sent: readonly Buffer[] }

export type Unfinished = Pick<Continuation, 'reply' | 'transcript'>
