import type { ExchangeRecord } from '../core/record.ts'
import type { Nanos } from '../core/money.ts'
import type { Price } from '../core/price.ts'

/** What the journal holds, in the order in which it happened. */
export type JournalEntry = OpenEntry | ProgressEntry | CloseEntry

/**
 * An exchange was admitted and is about to reach a provider. It holds all that is needed to close the books on it,
 * should this process not live to do so. Plain JSON.
 */
export interface OpenEntry {
  readonly type: 'open'
  readonly exchange: Opening
  /** What its key's budgets held for it; null where its cost was not known. For the reader of the books. */
  readonly reservedNanos: Nanos | null
  readonly reservedTokens: number
  readonly inputTokens: number
  /** The target to be tried first, or that has answered since. */
  readonly served: ServedBy
  /** Answered so far, and when that was last said: 0 and the time of acceptance at first. */
  readonly outputTokens: number
  readonly seenMs: number
}

/** The part of the record that is known at admission. */
export type Opening = Pick<
  ExchangeRecord,
  | 'id'
  | 'timeMs'
  | 'keyId'
  | 'organizationId'
  | 'projectId'
  | 'memberId'
  | 'user'
  | 'session'
  | 'tags'
  | 'metadata'
  | 'dialect'
  | 'operation'
  | 'streamed'
  | 'requestedModel'
>

export interface ServedBy {
  readonly target: string
  readonly provider: string
  readonly model: string
  readonly price: Price | null
  readonly priceVersion: string | null
}

/** How far an answer has come; written now and then while it streams, so that a crash is charged for what was sent. */
export interface ProgressEntry {
  readonly type: 'progress'
  readonly id: string
  readonly timeMs: number
  /** All since the beginning, estimated. */
  readonly outputTokens: number
  /** Where another target answers than was planned. */
  readonly served?: ServedBy
}

/** An exchange is over. The bodies are as they went over the wire; null where they are not to be recorded. */
export interface CloseEntry {
  readonly type: 'close'
  readonly record: ExchangeRecord
  readonly request: Uint8Array | null
  readonly response: Uint8Array | null
}
