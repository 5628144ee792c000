/** One end of a WebSocket, as the gateway sees it. */
export interface Channel {
  /** Who is told of what comes. Nothing is lost before that, and nothing read. */
  listen(handler: ChannelHandler): void
  /** False asks to hold the next message until `onDrain`. */
  send(data: Buffer, isText: boolean): boolean
  /** No messages until `resume`. */
  pause(): void
  resume(): void
  /** Says goodbye, and ends the connection whether that is answered or not. */
  close(code: number, reason: string): void
}

export interface ChannelHandler {
  onMessage(data: Buffer, isText: boolean): void
  onDrain(): void
  /** Once, however it ended. 1006: without a goodbye. */
  onClose(code: number, reason: string): void
}

export interface DialRequest {
  /** `ws://` or `wss://`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

export type DialOutcome =
  | { readonly type: 'open'; readonly channel: Channel }
  /** Another answer than to change the protocol; the body's beginning. */
  | {
      readonly type: 'refused'
      readonly status: number
      readonly headers: Readonly<Record<string, string | string[] | undefined>>
      readonly bytes: Buffer
    }
  | { readonly type: 'failed'; readonly code: string }
