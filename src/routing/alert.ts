import type { Alert } from '../core/alert.ts'

/** What an operator is told when a target passes a limit of its route, and when it is back. */
export type LimitAlert = Omit<Alert, 'subject'>

/** Whether traffic leaves a target, and what to say of it. */
export interface Verdict {
  readonly isOver: boolean
  /** A word for the decision while traffic leaves it, as `breaker-open` is one; null while it does not. */
  readonly removedBy: string | null
  /** Only where something has changed. */
  readonly alert: LimitAlert | null
}
