/** What the outside world is to the rest of the house. `main.ts` brings the real ones; tests bring their own. */

export interface Clock {
  /** Milliseconds since 1970, for records. May jump. */
  now(): number
  /** Milliseconds that never go back, for durations and deadlines. */
  monotonicMs(): number
}

/** Uniform in [0, 1), as `Math.random`. */
export type Random = () => number

export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}
