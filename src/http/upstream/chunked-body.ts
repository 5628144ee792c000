import { BadResponse } from './bad-response.ts'

/**
 * Takes the framing out of a body that comes in chunks: RFC 9112, section 7.1. What one read brings of the body is
 * moved together inside the read's own bytes, so that an answer of many small chunks is handed on in few pieces.
 */
export class ChunkedBody {
  /** Where the body's bytes of the last `read` lie. */
  start = 0
  end = 0
  /** The first byte that the last `read` left alone: all of them, unless the body ended before. */
  next = 0
  isComplete = false
  #state: State = 'size'
  /** Of the size while that is read, then what is missing of the chunk. */
  #left = 0
  #hasDigits = false
  /** Of what is skipped: the rest of a size's line, or all trailers. */
  #skipped = 0

  /** Reads from `from` up to `to`, and writes over that. Throws `BadResponse`. */
  read(bytes: Buffer, from: number, to: number): void {
    this.start = from
    this.end = from
    let at = from
    while (at < to && !this.isComplete) {
      if (this.#state === 'data') {
        const length = Math.min(this.#left, to - at)
        this.#keep(bytes, at, length)
        at += length
        this.#left -= length
        if (this.#left === 0) this.#state = 'data-cr'
      } else {
        // The loop's condition: there is a byte.
        this.#step(bytes[at] as number)
        at++
      }
    }
    this.next = at
  }

  #keep(bytes: Buffer, at: number, length: number): void {
    if (this.end === this.start) {
      this.start = at
      this.end = at
    } else {
      bytes.copyWithin(this.end, at, at + length)
    }
    this.end += length
  }

  /** One byte of the framing. */
  #step(byte: number): void {
    switch (this.#state) {
      case 'size':
        return this.#readSize(byte)
      case 'extension':
        if (byte === CR) this.#state = 'size-lf'
        else this.#skip(byte, EXTENSION_BYTES_MAX)
        return
      case 'size-lf':
        expect(byte, LF)
        this.#skipped = 0
        this.#hasDigits = false
        this.#state = this.#left === 0 ? 'line' : 'data'
        return
      case 'data-cr':
        expect(byte, CR)
        this.#state = 'data-lf'
        return
      case 'data-lf':
        expect(byte, LF)
        this.#state = 'size'
        return
      case 'line':
        this.#state = byte === CR ? 'end-lf' : 'trailer'
        if (byte !== CR) this.#skip(byte, TRAILER_BYTES_MAX)
        return
      case 'trailer':
        if (byte === CR) this.#state = 'trailer-lf'
        else this.#skip(byte, TRAILER_BYTES_MAX)
        return
      case 'trailer-lf':
        expect(byte, LF)
        this.#state = 'line'
        return
      case 'end-lf':
        expect(byte, LF)
        this.isComplete = true
        return
      case 'data':
        return
    }
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte)
    if (digit !== -1) {
      this.#left = this.#left * 16 + digit
      this.#hasDigits = true
      if (this.#left > Number.MAX_SAFE_INTEGER) throw new BadResponse('RESPONSE_CHUNK_INVALID')
      // Zeros in front make no number larger.
      return this.#skip(byte, EXTENSION_BYTES_MAX)
    }
    if (!this.#hasDigits) throw new BadResponse('RESPONSE_CHUNK_INVALID')
    if (byte === CR) this.#state = 'size-lf'
    else if (byte === SEMICOLON || byte === SPACE || byte === TAB) this.#state = 'extension'
    else throw new BadResponse('RESPONSE_CHUNK_INVALID')
  }

  #skip(byte: number, bytesMax: number): void {
    if (byte === LF || byte === NUL) throw new BadResponse('RESPONSE_CHUNK_INVALID')
    if (++this.#skipped > bytesMax) throw new BadResponse('RESPONSE_TRAILER_TOO_LARGE')
  }
}

type State =
  | 'size'
  | 'extension'
  | 'size-lf'
  | 'data'
  | 'data-cr'
  | 'data-lf'
  /** The beginning of a line behind the last chunk: a trailer, or the empty line that ends it all. */
  | 'line'
  | 'trailer'
  | 'trailer-lf'
  | 'end-lf'

/** Of one size's line, and of all trailers together. */
const EXTENSION_BYTES_MAX = 4 * 1024
const TRAILER_BYTES_MAX = 16 * 1024

const NUL = 0x00
const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const SEMICOLON = 0x3b

function expect(byte: number, expected: number): void {
  if (byte !== expected) throw new BadResponse('RESPONSE_CHUNK_INVALID')
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
