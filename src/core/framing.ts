import type { SseFrame } from './provider.ts'

/** How the bytes of a stream are cut into frames, where they are no server-sent events. */
export interface Framing {
  /** How the content type of such a stream begins, in lower case. */
  readonly contentType: string
  createSplitter(): Splitter
  /** What one block says to a decoder; null where it says nothing. */
  read(block: Buffer): SseFrame | null
}

/** Cuts bytes, however they come, into whole blocks. Throws a `FramingError` for what can be no such stream. */
export interface Splitter {
  push(bytes: Uint8Array): Buffer[]
  /** The bytes have ended: what is left and whole, if anything is. */
  end(): Buffer | null
}

/** `what` is the phrase that follows the provider's name. */
export class FramingError extends Error {
  readonly what: string

  constructor(message: string, what: string) {
    super(message)
    this.what = what
  }
}
