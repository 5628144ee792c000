import type { Target } from '../routing/target.ts'
import type { Exchange } from './exchange.ts'
import { STREAM_HEADERS, servedHeaders } from './reply-headers.ts'

/** So much of a start is held back while a provider says nothing of substance; then it is sent on as it is. */
const HELD_BYTES_MAX = 256 * 1024
/** What is kept for the record of a streamed answer. */
export const RECORDED_BYTES_MAX = 1024 * 1024

/**
 * A streamed answer on its way to the caller. Nothing leaves before the commit point; the piece that ends it is held
 * until the books are closed.
 */
export class ReplyStream {
  readonly #exchange: Exchange
  #held: Buffer[] = []
  #heldBytes = 0
  #last: Buffer[] = []
  readonly #sent: Buffer[] = []
  #sentBytes = 0
  #isCommitted = false
  #mustWait = false

  constructor(exchange: Exchange, onDrain: () => void) {
    this.#exchange = exchange
    exchange.drain = () => {
      this.#mustWait = false
      onDrain()
    }
  }

  get isCommitted(): boolean {
    return this.#isCommitted
  }

  /** The caller reads more slowly than the provider writes. */
  get mustWait(): boolean {
    return this.#mustWait
  }

  get mustCommit(): boolean {
    return this.#heldBytes > HELD_BYTES_MAX
  }

  /** What ends the stream; null where the format has no such piece. */
  get last(): Buffer | null {
    return this.#last.length === 0 ? null : Buffer.concat(this.#last)
  }

  /** What has been sent, for the record; at most `RECORDED_BYTES_MAX` of it. */
  get sent(): readonly Buffer[] {
    return this.#sent
  }

  push(piece: Buffer, isEnd: boolean): void {
    if (isEnd) {
      this.#last.push(piece)
      return
    }
    this.#held.push(piece)
    this.#heldBytes += piece.length
  }

  /** From here on the caller has a part of this answer, and no other target can give it. */
  commit(served: {
    readonly target: Target
    readonly model: string
    readonly dropped: readonly string[]
  }): void {
    if (this.#isCommitted) return
    this.#isCommitted = true
    this.#exchange.incoming.reply.begin(200, { ...STREAM_HEADERS, ...servedHeaders(this.#exchange, served) })
  }

  /** Everything of one turn leaves in one write. */
  flush(): void {
    if (!this.#isCommitted || this.#held.length === 0) return
    const [only] = this.#held
    const bytes =
      this.#held.length === 1 && only !== undefined ? only : Buffer.concat(this.#held, this.#heldBytes)
    this.#held = []
    this.#heldBytes = 0
    if (this.#sentBytes < RECORDED_BYTES_MAX) {
      this.#sent.push(bytes)
      this.#sentBytes += bytes.length
    }
    if (!this.#exchange.incoming.reply.write(bytes)) this.#mustWait = true
  }
}
