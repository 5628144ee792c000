import type { Access } from './access.ts'

/** The network as the gateway sees it: one request out, callbacks in. No promises and no streams on the hot path. */
export interface UpstreamClient {
  /** Sends at once. Exactly one of `onEnd` and `onFailure` follows, unless `abort` came first. */
  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamExchange
  close(): Promise<void>
}

export interface UpstreamRequest {
  /** The configured provider that it is for, by name. Absent: for none of them. */
  readonly provider?: string
  /** Scheme, host and port, e.g. `https://api.openai.com`. */
  readonly origin: string
  /** Path and query, from the leading slash on. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly connectTimeoutMs: number
  /** What lets it in, beside its headers. Absent: they do. */
  readonly access?: Access | undefined
}

export interface UpstreamHandler {
  onHeaders(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void
  onData(chunk: Buffer): void
  onEnd(): void
  onFailure(failure: UpstreamFailure): void
}

export interface UpstreamFailure {
  /**
   * `connect-timeout`: no connection in time. `network`: refused, reset, closed early, or no such host. `no-access`:
   * not sent, as what would let it in could not be had.
   */
  readonly type: 'connect-timeout' | 'network' | 'no-access'
  /** The system's own code, e.g. `ECONNREFUSED`; for the log. */
  readonly code: string
}

export interface UpstreamExchange {
  /** Ends it now; no callback comes after. */
  abort(): void
  /** Stops `onData` until `resume`, so that a slow caller slows the provider instead of filling memory. */
  pause(): void
  resume(): void
}
