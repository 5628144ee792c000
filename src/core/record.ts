import type { AttemptSummary, ErrorCode } from './error.ts'
import type { FinishReason } from './event.ts'
import type { Nanos } from './money.ts'
import type { Operation } from './operation.ts'
import type { TaskClass } from './task-class.ts'
import type { DialectFormat } from './request.ts'
import type { Usage, UsageSource } from './usage.ts'

/** One accepted exchange, complete: the row that the ledger keeps. Written once. */
export interface ExchangeRecord {
  readonly id: string
  /** Epoch milliseconds of acceptance. */
  readonly timeMs: number
  readonly keyId: string | null
  /** Of the key. Null: the default one. */
  readonly organizationId: string | null
  readonly projectId: string | null
  readonly memberId: string | null
  readonly user: string | null
  readonly session: string | null
  readonly tags: readonly string[]
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly dialect: DialectFormat
  readonly operation: Operation
  readonly streamed: boolean
  readonly requestedModel: string
  /** What answered; null when nothing did. */
  readonly model: string | null
  readonly provider: string | null
  readonly target: string | null
  readonly decision: DecisionRecord | null
  readonly attempts: readonly AttemptRecord[]
  /** The HTTP status the caller got; 499 when he left first. */
  readonly status: number
  readonly errorCode: ErrorCode | null
  readonly finishReason: FinishReason | null
  readonly usage: Usage | null
  readonly usageSource: UsageSource | null
  /** Null: not known, because a price or the usage is not. Never 0 for that. */
  /** What all attempts cost, also those whose answer nobody got. */
  readonly costNanos: Nanos | null
  /** What the caller pays: the attempts he got an answer from. Limits and budgets count this. */
  readonly billedNanos: Nanos | null
  readonly priceVersion: string | null
  readonly ttftMs: number | null
  readonly durationMs: number
  /** Time spent here and not waiting for a provider. */
  readonly overheadMs: number
  readonly droppedParams: readonly string[]
  /** Of the bodies, where they were passed on as they are. */
  readonly bytes?: PassedBytes | undefined
}

export interface PassedBytes {
  readonly request: number
  readonly response: number
}

export interface AttemptRecord extends AttemptSummary {
  readonly target: string
  /**
   * Why it was made, where that is not simply its turn: `hedge`, beside another that was slow; `continuation`, to go on
   * with an answer that had broken off.
   */
  readonly role?: 'hedge' | 'continuation'
  /** Milliseconds after the exchange began. */
  readonly startedMs: number
  readonly ttftMs: number | null
  readonly usage: Usage | null
  readonly costNanos: Nanos | null
}

export interface DecisionRecord {
  readonly id: string
  readonly seed: string
  readonly revision: string
  /** The target that was to be tried first; null when none was left. */
  readonly target: string | null
  /** Where a budget had no room for the model that was asked for, and named another. */
  readonly downgrade?: { readonly from: string; readonly to: string }
  /** Where the request left the model to be chosen. */
  readonly auto?: AutoRecord
  readonly candidates: readonly CandidateRecord[]
}

/** Why `auto` chose the models it did. */
export interface AutoRecord {
  readonly task: TaskClass
  readonly tier: 'low' | 'balanced' | 'high'
  readonly strength: 'weak' | 'strong'
  readonly decidedBy: 'class' | 'score'
  /** The probability that a weak model is as good, and the one below which a strong one is asked for. */
  readonly suffices: number
  readonly threshold: number
  /** Of the weights. */
  readonly version: string
  /** In the order in which they are tried. */
  readonly models: readonly string[]
}

export interface CandidateRecord {
  readonly target: string
  /** Lower goes first. Null where a filter removed it. */
  readonly score: number | null
  /** What the score is made of, by name. */
  readonly parts: Readonly<Record<string, number>>
  /** The filter that removed it, e.g. `breaker-open`, `key-models`. */
  readonly removedBy: string | null
}
