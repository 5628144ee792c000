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
  /** In capitals. Absent: `POST`. */
  readonly method?: string
  /** Scheme, host and port, e.g. `https://api.openai.com`. */
  readonly origin: string
  /** Path and query, from the leading slash on. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** In place of `body`, one that is still on its way here. */
  readonly upload?: Upload
  readonly connectTimeoutMs: number
  /** What lets it in, beside its headers. Absent: they do. */
  readonly access?: Access | undefined
}

/** A body that is still on its way here: read while it is sent, and no faster. */
export interface Upload {
  /** In bytes, and kept to exactly. Null: not known. */
  readonly length: number | null
  /** Begins to read. Once; exactly one of `onEnd` and `onBroken` follows, unless `stop` came first. */
  start(sink: UploadSink): void
  pause(): void
  resume(): void
  /** Reads no more, and tells no more. */
  stop(): void
}

export interface UploadSink {
  onBytes(bytes: Buffer): void
  onEnd(): void
  /** Whoever sends it has left before its end. */
  onBroken(): void
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
