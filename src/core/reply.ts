/** The caller's end of an exchange: where the answer goes. Written to by the gateway, made by `http/`. */
export interface Reply {
  /** A whole answer at once. */
  send(status: number, headers: ReplyHeaders, body: Buffer): void
  /** The head of a streamed answer; pieces follow. */
  begin(status: number, headers: ReplyHeaders): void
  /** False asks to hold the next piece until `onDrain`. */
  write(piece: Buffer): boolean
  /** The last piece, and a proper end. */
  end(piece: Buffer | null): void
  /** Breaks the connection without a proper end, so that no cut answer looks like a whole one. */
  destroy(): void
  /** Called once when the caller has gone before `send` or `end`. At once, if he has already. */
  onGone(callback: () => void): void
  /** Called once when the exchange is over for its caller, one way or the other. */
  onOver(callback: () => void): void
  onDrain(callback: () => void): void
}

/** Lower-case names. */
export type ReplyHeaders = Readonly<Record<string, string | number>>
