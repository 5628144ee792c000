/** Where the load goes, on this machine. */
export interface Destination {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

interface Work {
  readonly to: Destination
  /** Sent again and again to `/v1/chat/completions`. */
  readonly body: string
  /** Server-sent events that a whole answer has; 0 for one that is not a stream. */
  readonly events: number
}

export type Job =
  /** Each connection sends its next request when it has the answer to the last. Ends by time or by count. */
  | ({
      readonly type: 'closed'
      readonly connections: number
      readonly durationMs: number
      readonly requestsMax: number
    } & Work)
  /** Requests leave at a fixed rate, whatever becomes of those before. */
  | ({ readonly type: 'open'; readonly perSecond: number; readonly durationMs: number } & Work)
  /** So many answers that are under way at once. */
  | ({ readonly type: 'held'; readonly streams: number; readonly openedPerSecond: number } & Work)

export interface LoadResult {
  /** Answers that were 200 and whole. */
  readonly answered: number
  /** All else, by what was wrong. */
  readonly failures: Readonly<Record<string, number>>
  readonly elapsedMs: number
  /** From the moment a request was meant to leave, to its answer's last byte. */
  readonly p50Us: number
  readonly p99Us: number
  /** The most answers that were under way at once. */
  readonly mostOpen: number
}
