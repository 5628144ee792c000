import type { Reply, ReplyHeaders } from '../../src/core/reply.ts'
import type { Manners } from './random-callers.ts'
import type { VirtualTime, VirtualTimer } from './virtual-time.ts'

/**
 * The caller's end of one exchange, as `node:http` would be to the gateway, with the manners of its caller. It keeps
 * what has reached him and notes what a real connection would not have let pass.
 */
export class SimulatedCaller implements Reply {
  readonly #time: VirtualTime
  readonly #manners: Manners
  readonly #pieces: Buffer[] = []
  /** What the gateway did to the connection that it must not do: a second head, a write after the end. */
  readonly faults: string[] = []
  status: number | null = null
  headers: ReplyHeaders = {}
  /** How often the answer was ended properly. */
  endings = 0
  /** The gateway has broken the connection. */
  isDestroyed = false
  /** It was broken while something lay unread. */
  wasUnread = false
  /** He has closed it himself. */
  hasLeft = false
  /** See `VirtualTime.stamp`: of the first piece. */
  firstPieceStamp: number | null = null
  /** When the gateway was done with him. */
  answeredAtMs: number | null = null
  /** When the connection was over. */
  overAtMs: number | null = null
  #isOver = false
  #unread = 0
  #leaving: VirtualTimer | null = null
  #gone: (() => void) | null = null
  #over: (() => void) | null = null
  #drained: (() => void) | null = null

  constructor(manners: Manners, time: VirtualTime) {
    this.#manners = manners
    this.#time = time
    if (manners.leavesAfterMs !== null) this.#leaving = time.after(manners.leavesAfterMs, () => this.#leave())
  }

  /** Everything that was sent to him, read or not. */
  get text(): string {
    return Buffer.concat(this.#pieces).toString()
  }

  /** Whether he has waited for all there was, and read it. */
  get hasStayed(): boolean {
    return !this.hasLeft && !(this.isDestroyed && this.wasUnread)
  }

  send(status: number, headers: ReplyHeaders, body: Buffer): void {
    this.begin(status, headers)
    this.end(body)
  }

  begin(status: number, headers: ReplyHeaders): void {
    if (this.#isOver) return
    if (this.status !== null) this.faults.push('a second head was sent')
    this.status = status
    this.headers = headers
  }

  write(piece: Buffer): boolean {
    if (this.#isOver) return true
    if (this.status === null) this.faults.push('a piece was sent before the head')
    if (this.endings > 0) this.faults.push('a piece was sent after the end')
    this.#pieces.push(piece)
    this.firstPieceStamp ??= this.#time.stamp()
    if (this.#pieces.length === this.#manners.leavesAfterPieces)
      this.#leaving = this.#time.after(0, () => this.#leave())
    return this.#reads()
  }

  end(piece: Buffer | null): void {
    if (this.#isOver) return
    if (piece !== null) this.write(piece)
    this.endings++
    this.answeredAtMs ??= this.#time.monotonicMs()
    if (this.#unread === 0) this.#time.after(0, () => this.#close())
  }

  destroy(): void {
    if (this.#isOver) return
    this.isDestroyed = true
    this.wasUnread = this.#unread > 0
    this.answeredAtMs ??= this.#time.monotonicMs()
    this.#time.after(0, () => {
      if (!this.#isOver) this.#gone?.()
      this.#close()
    })
  }

  onGone(callback: () => void): void {
    this.#gone = callback
  }

  onOver(callback: () => void): void {
    this.#over = callback
  }

  onDrain(callback: () => void): void {
    this.#drained = callback
  }

  /** True where he has read at once. */
  #reads(): boolean {
    const { readsAfterMs } = this.#manners
    if (readsAfterMs === 0 || (readsAfterMs === null && this.#pieces.length === 1)) return true
    this.#unread++
    if (readsAfterMs !== null) this.#time.after(readsAfterMs, () => this.#drain())
    return false
  }

  #drain(): void {
    this.#unread--
    if (this.#unread > 0 || this.#isOver) return
    if (this.endings > 0) this.#close()
    else this.#drained?.()
  }

  #leave(): void {
    if (this.#isOver) return
    this.hasLeft = true
    this.#gone?.()
    this.#close()
  }

  #close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.overAtMs = this.#time.monotonicMs()
    this.#leaving?.cancel()
    this.#over?.()
  }
}
