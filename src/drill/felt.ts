import type { Nanos } from '../core/money.ts'

/** What one caller felt. */
export interface Felt {
  /** When he asked, on a clock that never goes back. */
  readonly startedAtMs: number
  /** From there to the first piece of an answer, or to all of it where it comes whole. Null: nothing came. */
  readonly firstMs: number | null
  /** Null: he was answered. Else the gateway's code, or `no_answer`, `cut_off` where it said none. */
  readonly code: string | null
  /** That answered. Null: nobody did. */
  readonly provider: string | null
  /** Null: not known. */
  readonly costNanos: Nanos | null
}
