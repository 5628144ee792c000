/** What an operator is told when a target passes a limit of its route, and when it is back. */
export interface Alert {
  readonly type: 'price_change' | 'error_rate' | 'latency' | 'quality_drop'
  readonly state: 'raised' | 'cleared'
  /** Why, as the decision has it. */
  readonly reason: string
  /** What was, and what is. Null: not known. */
  readonly from: number | null
  readonly to: number | null
}

/** Whether traffic leaves a target, and what to say of it. */
export interface Verdict {
  readonly isOver: boolean
  /** A word for the decision while traffic leaves it, as `breaker-open` is one; null while it does not. */
  readonly removedBy: string | null
  /** Only where something has changed. */
  readonly alert: Alert | null
}
