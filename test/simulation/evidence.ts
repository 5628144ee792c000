import type { Config } from '../../src/config/config.ts'
import type { CloseEntry, JournalEntry, OpenEntry } from '../../src/ledger/journal-entry.ts'
import type { WrittenEntry } from '../../src/ledger/journal-text.ts'
import type { Reservation } from '../../src/ledger/reservation.ts'
import type { RandomKey, RandomRequest } from './random-callers.ts'
import type { ReadAnswer } from './read-answer.ts'
import type { SimulatedCaller } from './simulated-caller.ts'
import type { Appended } from './simulated-gateway.ts'
import type { UpstreamCall } from './upstream-call.ts'

/** All that can be known of a scenario when it is over: what each side has seen. */
export interface Evidence {
  readonly seed: string
  /** In the order in which they began. */
  readonly exchanges: readonly SimulatedExchange[]
  readonly keys: readonly RandomKey[]
  /** In the order in which they were made. */
  readonly calls: readonly UpstreamCall[]
  /** What the journal was handed, and what is in it. */
  readonly appended: readonly Appended[]
  readonly entries: readonly WrittenEntry[]
  readonly reservations: readonly Reservation[]
  readonly left: { readonly underway: number; readonly open: number }
  /** Faults that the gateway has found in itself. */
  readonly errors: readonly string[]
  /** The disk was full for a while. */
  readonly hadFullDisk: boolean
  /** Epoch milliseconds. */
  readonly beganAtMs: number
  /** On the virtual clock: when nothing was left to happen. */
  readonly endMs: number
}

/** One request, and what became of it on every side. */
export interface SimulatedExchange extends Begun {
  readonly answer: ReadAnswer
  /** In the order in which they were made. */
  readonly calls: readonly UpstreamCall[]
  /** What the journal was handed of it. */
  readonly opened: Handed<OpenEntry> | null
  readonly closed: Handed<CloseEntry> | null
}

export interface Begun {
  readonly request: RandomRequest
  readonly caller: SimulatedCaller
  /** The gateway's own name for it. */
  readonly id: string
  /** Under which it began. */
  readonly config: Config
  /** On the virtual clock, and in epoch milliseconds. */
  readonly beganMs: number
  readonly timeMs: number
}

export interface Handed<Entry extends JournalEntry> extends Appended {
  readonly entry: Entry
}

/** What the record says of an exchange; null where there is none. */
export function recordOf({ closed }: SimulatedExchange): CloseEntry['record'] | null {
  return closed?.entry.record ?? null
}
