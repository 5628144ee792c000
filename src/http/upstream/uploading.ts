import type { Socket } from 'node:net'
import type { Upload } from '../../core/upstream.ts'

/**
 * Sends a body that is still on its way here, no faster than the socket takes it: what it cannot take is not read from
 * the source either, so that a slow server slows the caller and memory holds a few pieces at most.
 */
export class Uploading {
  readonly #upload: Upload
  readonly #socket: Socket
  readonly #onBroken: () => void
  #bytes = 0
  #isWhole = false

  /** `onBroken`: it ended early or late, and what was sent cannot be taken for the body. */
  constructor(upload: Upload, socket: Socket, onBroken: () => void) {
    this.#upload = upload
    this.#socket = socket
    this.#onBroken = onBroken
    socket.on('drain', this.#resume)
    const { source } = upload
    source.on('data', this.#send).on('end', this.#end).on('error', this.#break).on('close', this.#break)
    // Whoever has ended before gives no sign of it any more.
    if (source.destroyed && !source.readableEnded) queueMicrotask(this.#break)
  }

  /** All of it has been given to the socket. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** The source is left where it is; what is to become of the rest is for its owner. */
  stop(): void {
    this.#socket.off('drain', this.#resume)
    const { source } = this.#upload
    source.off('data', this.#send).off('end', this.#end).off('error', this.#break).off('close', this.#break)
  }

  readonly #resume = (): void => {
    this.#upload.source.resume()
  }

  readonly #send = (bytes: Buffer): void => {
    const { length, source } = this.#upload
    this.#bytes += bytes.length
    if (length !== null && this.#bytes > length) return this.#break()
    // An empty chunk would be the last.
    if (bytes.length === 0) return
    if (!this.#write(bytes, length === null)) source.pause()
  }

  #write(bytes: Buffer, isChunk: boolean): boolean {
    if (!isChunk) return this.#socket.write(bytes)
    this.#socket.cork()
    this.#socket.write(`${bytes.length.toString(16)}\r\n`, 'latin1')
    this.#socket.write(bytes)
    const hasRoom = this.#socket.write('\r\n', 'latin1')
    this.#socket.uncork()
    return hasRoom
  }

  readonly #end = (): void => {
    const { length } = this.#upload
    if (length !== null && this.#bytes < length) return this.#break()
    this.stop()
    this.#isWhole = true
    if (length === null) this.#socket.write('0\r\n\r\n', 'latin1')
  }

  readonly #break = (): void => {
    this.stop()
    this.#onBroken()
  }
}
