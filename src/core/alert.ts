/** What operators can ask to be told of. */
export const ALERT_TYPES = [
  'price_change',
  'error_rate',
  'latency',
  'quality_drop',
  'provider_down',
  'budget_50',
  'budget_80',
  'budget_100',
] as const

export type AlertType = (typeof ALERT_TYPES)[number]

/** Something that has passed a limit, or is back within it. */
export interface Alert {
  readonly type: AlertType
  readonly state: 'raised' | 'cleared'
  /** Why, in one word where a decision has a word for it: `price-rise`. */
  readonly reason: string
  /** What was, and what is. Null: not known. */
  readonly from: number | null
  readonly to: number | null
  /** Whom or what it is about, by kind: `{ route: 'smart', target: 'openai/gpt-5.4' }`. */
  readonly subject: Readonly<Record<string, string>>
}

/** Where alerts go. It neither fails nor makes anybody wait. */
export interface AlertSink {
  raise(alert: Alert): void
}
