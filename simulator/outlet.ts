import type { ServerResponse } from 'node:http'
import type { Random } from '../src/core/ports.ts'
import type { RequestRow } from './books.ts'
import type { Fault } from './fault.ts'

/**
 * Where an answer's bytes leave: counts them, cuts them anew and breaks off as the fault says.
 *
 * Pieces go out one in each turn of the event loop, for Node joins all that is written within a turn.
 */
export class Outlet {
  readonly #response: ServerResponse
  readonly #fault: Fault
  readonly #row: RequestRow
  readonly #random: Random
  /** Bytes not yet cut into pieces. */
  #pending: Buffer = EMPTY
  #pieceBytes = 0
  #acceptedBytes = 0
  #isPumping = false
  /** What to do once all pieces are out. */
  #finish: (() => void) | null = null
  #onReady: (() => void) | null = null
  #isCut = false

  constructor(response: ServerResponse, fault: Fault, row: RequestRow, random: Random) {
    this.#response = response
    this.#fault = fault
    this.#row = row
    this.#random = random
  }

  /** The connection was broken from this side. */
  get isCut(): boolean {
    return this.#isCut
  }

  /** Nothing more will be taken. */
  get isClosed(): boolean {
    return this.#finish !== null || this.#isCut
  }

  get isReady(): boolean {
    return !this.#isPumping && !this.#response.writableNeedDrain
  }

  /** Calls back when the next write is welcome; not before it is not. One caller at a time. */
  onceReady(callback: () => void): void {
    if (this.#isPumping) this.#onReady = callback
    else this.#response.once('drain', callback)
  }

  write(text: string): void {
    if (this.isClosed) return
    const { cutBytes, split } = this.#fault
    if (cutBytes === undefined && split === undefined) {
      this.#row.bytesSent += Buffer.byteLength(text)
      this.#response.write(text)
      return
    }
    const bytes = Buffer.from(text)
    const left = (cutBytes ?? Number.POSITIVE_INFINITY) - this.#acceptedBytes
    const kept = bytes.length < left ? bytes : bytes.subarray(0, left)
    this.#acceptedBytes += kept.length
    if (split === undefined) this.#send(kept)
    else this.#pending = Buffer.concat([this.#pending, kept])
    if (kept.length === left) this.cut()
    else this.#startPump()
  }

  end(): void {
    this.#close(() => this.#response.end())
  }

  /** Breaks the connection once what was written is on its way. */
  cut(): void {
    this.#close(() => {
      this.#isCut = true
      this.#response.flushHeaders()
      // Node would drop what this turn of the loop has written, with the socket.
      setImmediate(() => this.#response.socket?.destroySoon())
    })
  }

  /** Resets the connection, with nothing sent. */
  reset(): void {
    this.#isCut = true
    this.#response.socket?.resetAndDestroy()
  }

  #close(finish: () => void): void {
    if (this.isClosed) return
    this.#finish = finish
    if (this.#fault.split === 'whole') {
      this.#send(this.#pending)
      this.#pending = EMPTY
    }
    if (this.#isPumping) return
    if (this.#pending.length === 0) finish()
    else this.#startPump()
  }

  #startPump(): void {
    if (this.#isPumping || this.#fault.split === undefined || this.#fault.split === 'whole') return
    this.#isPumping = true
    this.#pump()
  }

  readonly #pump = (): void => {
    if (this.#response.destroyed) return
    if (this.#pieceBytes === 0) this.#pieceBytes = this.#size()
    // A piece that is not full waits for more, so that cuts fall within events and events fall together.
    if (this.#pending.length < (this.#finish === null ? this.#pieceBytes : 1)) return this.#rest()
    this.#send(this.#pending.subarray(0, this.#pieceBytes))
    this.#pending = this.#pending.subarray(this.#pieceBytes)
    this.#pieceBytes = 0
    if (this.#response.writableNeedDrain) this.#response.once('drain', this.#pump)
    else setImmediate(this.#pump)
  }

  #rest(): void {
    this.#isPumping = false
    if (this.#finish !== null) return this.#finish()
    const callback = this.#onReady
    this.#onReady = null
    callback?.()
  }

  #send(bytes: Buffer): void {
    this.#row.bytesSent += bytes.length
    if (bytes.length > 0) this.#response.write(bytes)
  }

  /** Small pieces often, large ones now and then. */
  #size(): number {
    return this.#fault.split === 'bytes' ? 1 : 1 + Math.floor(this.#random() ** 3 * PIECE_BYTES_MAX)
  }
}

const EMPTY = Buffer.alloc(0)
const PIECE_BYTES_MAX = 1_000
