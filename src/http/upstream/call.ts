import type { UpstreamExchange, UpstreamFailure, UpstreamHandler } from '../../core/upstream.ts'
import type { Connection } from './connection.ts'
import type { ResponseHead } from './response-head.ts'
import { type Unpacking, type UnpackingSink, unpackedHeaders, unpackingOf } from './unpacking.ts'

/** One request: what its handler is told, and when it is told nothing more. */
export class Call implements UpstreamExchange, UnpackingSink {
  readonly #handler: UpstreamHandler
  /** Null before it is sent, and as soon as the connection is free for the next. */
  #connection: Connection | null = null
  #unpacking: Unpacking | null = null
  #isOver = false
  #isPaused = false
  /** What came while it was paused. */
  #held: Held | null = null

  constructor(handler: UpstreamHandler) {
    this.#handler = handler
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  began(connection: Connection): void {
    this.#connection = connection
  }

  /** The connection has no more to do with it, though what it brought may still have to be told. */
  left(): void {
    this.#connection = null
  }

  /** What one read has brought. */
  take(head: ResponseHead | null, payload: Buffer | null, isComplete: boolean): void {
    if (head !== null) this.#onHead(head)
    if (this.#unpacking !== null) return this.#unpack(this.#unpacking, payload, isComplete)
    if (payload !== null) this.onUnpacked(payload)
    if (isComplete) this.onUnpackedEnd()
  }

  fail(type: UpstreamFailure['type'], code: string): void {
    if (this.#isOver) return
    this.#stop()
    this.#handler.onFailure({ type, code })
  }

  abort(): void {
    if (this.#isOver) return
    this.#connection?.abandon()
    this.#stop()
  }

  pause(): void {
    if (this.#isOver || this.#isPaused) return
    this.#isPaused = true
    this.#connection?.pause()
    this.#unpacking?.pause()
  }

  /** What is held comes a moment later, since whoever resumes is seldom ready to be called back on the spot. */
  resume(): void {
    if (this.#isOver || !this.#isPaused) return
    this.#isPaused = false
    if (this.#unpacking?.writableNeedDrain !== true) this.#connection?.resume()
    this.#unpacking?.resume()
    if (this.#held !== null) queueMicrotask(() => this.#release())
  }

  onUnpacked(payload: Buffer): void {
    if (this.#isOver) return
    if (this.#mustHold) this.#hold().payloads.push(payload)
    else this.#tell(payload)
  }

  onUnpackedEnd(): void {
    if (this.#isOver) return
    if (this.#mustHold) this.#hold().isComplete = true
    else this.#end()
  }

  onUnpackedError(code: string): void {
    this.#connection?.abandon()
    this.fail('network', code)
  }

  onUnpackedDrain(): void {
    if (!this.#isPaused) this.#connection?.resume()
  }

  #onHead(head: ResponseHead): void {
    if (this.#isOver) return
    this.#unpacking = unpackingOf(head, this)
    try {
      this.#handler.onHeaders(head.status, this.#unpacking === null ? head.headers : unpackedHeaders(head))
    } catch {
      this.#fault()
    }
  }

  #unpack(unpacking: Unpacking, payload: Buffer | null, isComplete: boolean): void {
    if (this.#isOver) return
    if (payload !== null && !unpacking.write(payload)) this.#connection?.pause()
    if (isComplete) unpacking.end()
  }

  #tell(payload: Buffer): void {
    try {
      this.#handler.onData(payload)
    } catch {
      this.#fault()
    }
  }

  get #mustHold(): boolean {
    return this.#isPaused || this.#held !== null
  }

  #hold(): Held {
    this.#held ??= { payloads: [], isComplete: false }
    return this.#held
  }

  #release(): void {
    while (this.#held !== null && !this.#isPaused) {
      const { payloads, isComplete } = this.#held
      const payload = payloads.shift()
      if (payload !== undefined) {
        this.#tell(payload)
        continue
      }
      this.#held = null
      if (isComplete) this.#end()
    }
  }

  #end(): void {
    this.#stop()
    this.#handler.onEnd()
  }

  #stop(): void {
    this.#isOver = true
    this.#held = null
    this.#unpacking?.destroy()
  }

  /** A handler has thrown: the rest of this answer has nobody who could take it. */
  #fault(): void {
    this.#connection?.abandon()
    this.fail('network', 'HANDLER_THREW')
  }
}

interface Held {
  readonly payloads: Buffer[]
  isComplete: boolean
}
