import type { ChatEvent } from '../core/event.ts'
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
  #report: Buffer[] = []
  #last: Buffer[] = []
  readonly #sent: Buffer[] = []
  #sentBytes = 0
  #isCommitted = false
  #mustWait = false

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  /** What to do when a slow caller has read what was written. The latest attempt takes the place of the one before. */
  onDrain(resume: () => void): void {
    // Named before it is assigned, or V8 would put it into the old generation, where it keeps all of this exchange
    // until the next full collection.
    const drain = () => {
      this.#mustWait = false
      resume()
    }
    this.#exchange.drain = drain
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
    const pieces = [...this.#report, ...this.#last]
    return pieces.length === 0 ? null : Buffer.concat(pieces)
  }

  /** What has been sent, for the record; at most `RECORDED_BYTES_MAX` of it. */
  get sent(): readonly Buffer[] {
    return this.#sent
  }

  /**
   * `place` says what the piece may be: `usage` is a report that may be the last, and is held back until the next
   * piece comes, so that the cost can be written into the one that is.
   */
  push(piece: Buffer, place: 'content' | 'usage' | 'end'): void {
    if (place === 'end') {
      this.#last.push(piece)
      return
    }
    if (this.#report.length > 0) this.#hold(this.#report)
    this.#report = place === 'usage' ? [piece] : []
    if (place === 'content') this.#hold([piece])
  }

  #hold(pieces: readonly Buffer[]): void {
    for (const piece of pieces) {
      this.#held.push(piece)
      this.#heldBytes += piece.length
    }
  }

  /** From here on the caller has a part of this answer, and no other target can give it. */
  commit(served: {
    readonly target: Target
    readonly model: string
    readonly dropped: readonly string[]
    /** The type of what is not events but bytes. */
    readonly bytesType?: string | null
  }): void {
    if (this.#isCommitted) return
    const { bytesType = null } = served
    const headers = { ...STREAM_HEADERS, ...servedHeaders(this.#exchange, served) }
    if (bytesType !== null) {
      headers['content-type'] = bytesType
      this.#exchange.answerType = bytesType
    }
    this.#exchange.incoming.reply.begin(200, headers)
    this.#isCommitted = true
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

/** Usage with content is on its way through a stream; usage alone may be the report at its end. */
export function placeOf(events: readonly ChatEvent[]): 'content' | 'usage' {
  const hasUsage = events.some(({ type }) => type === 'usage')
  return hasUsage && events.every(({ type }) => type !== 'part-delta') ? 'usage' : 'content'
}
