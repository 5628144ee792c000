import type { Socket } from 'node:net'
import type { Upload, UploadSink } from '../../core/upstream.ts'

/**
 * Sends a body that is still on its way here, no faster than the socket takes it: what it cannot take is not read from
 * the source either, so that a slow server slows the caller and memory holds a few pieces at most.
 */
export class Uploading implements UploadSink {
  readonly #upload: Upload
  readonly #socket: Socket
  readonly #onLost: () => void
  #bytes = 0
  #isWhole = false

  /** `onLost`: it ended early or late, and what was sent cannot be taken for the body. */
  constructor(upload: Upload, socket: Socket, onLost: () => void) {
    this.#upload = upload
    this.#socket = socket
    this.#onLost = onLost
    socket.on('drain', this.#resume)
    upload.start(this)
  }

  /** All of it has been given to the socket. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  stop(): void {
    this.#socket.off('drain', this.#resume)
    this.#upload.stop()
  }

  onBytes(bytes: Buffer): void {
    const { length } = this.#upload
    this.#bytes += bytes.length
    if (length !== null && this.#bytes > length) return this.onBroken()
    // An empty chunk would be the last.
    if (bytes.length === 0) return
    if (!this.#write(bytes, length === null)) this.#upload.pause()
  }

  onEnd(): void {
    const { length } = this.#upload
    if (length !== null && this.#bytes < length) return this.onBroken()
    this.stop()
    this.#isWhole = true
    if (length === null) this.#socket.write('0\r\n\r\n', 'latin1')
  }

  onBroken(): void {
    this.stop()
    this.#onLost()
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

  readonly #resume = (): void => {
    this.#upload.resume()
  }
}
