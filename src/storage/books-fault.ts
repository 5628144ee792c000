/** One figure that is not what the entries or the exchanges come to. */
export interface BooksFault {
  /** Of what: `wallet wal_… charged`, `key key_… cost 2026-01-31T12:15:00.000Z`. */
  readonly figure: string
  readonly booked: number
  readonly recomputed: number
}
