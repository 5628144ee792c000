import { BadResponse } from './bad-response.ts'

/** Finds the end of a response's head, in however many pieces it comes. */
export class HeadBytes {
  /** Where the body begins in the bytes of the last `take` that gave a head. */
  next = 0
  /** The beginning of a head that is not whole; seldom needed, since most heads come in one piece. */
  #pending: Buffer = EMPTY
  #length = 0

  /** The head that ends in these bytes, without its empty line; null while there is none. Throws `BadResponse`. */
  take(bytes: Buffer, from: number): string | null {
    if (this.#length > 0) return this.#takeOn(bytes, from)
    const end = bytes.indexOf(HEAD_END, from)
    if (end === -1) return this.#takeOn(bytes, from)
    if (end - from > HEAD_BYTES_MAX) throw new BadResponse('RESPONSE_HEAD_TOO_LARGE')
    this.next = end + HEAD_END.length
    return bytes.toString('latin1', from, end)
  }

  #takeOn(bytes: Buffer, from: number): string | null {
    const before = this.#length
    this.#append(bytes, from)
    const seen = this.#pending.subarray(0, this.#length)
    const end = seen.indexOf(HEAD_END, Math.max(0, before - HEAD_END.length + 1))
    if ((end === -1 ? this.#length : end) > HEAD_BYTES_MAX) throw new BadResponse('RESPONSE_HEAD_TOO_LARGE')
    if (end === -1) {
      refuseEarly(seen, before)
      return null
    }
    this.next = from + end + HEAD_END.length - before
    this.#pending = EMPTY
    this.#length = 0
    return seen.toString('latin1', 0, end)
  }

  /** Into twice the room whenever there is too little, so that a head of single bytes costs no more than its length. */
  #append(bytes: Buffer, from: number): void {
    const length = this.#length + bytes.length - from
    if (length > this.#pending.length) {
      const grown = Buffer.allocUnsafe(Math.max(length, 2 * this.#pending.length, 256))
      this.#pending.copy(grown, 0, 0, this.#length)
      this.#pending = grown
    }
    bytes.copy(this.#pending, this.#length, from)
    this.#length = length
  }
}

const EMPTY = Buffer.alloc(0)
const HEAD_END = Buffer.from('\r\n\r\n')
const HEAD_BYTES_MAX = 64 * 1024
const BEGINNING = Buffer.from('HTTP/1.')
const CR = 0x0d
const LF = 0x0a

/** Whoever speaks another protocol may wait for us to speak, and a head with bare line feeds never ends. */
function refuseEarly(seen: Buffer, from: number): void {
  const length = Math.min(seen.length, BEGINNING.length)
  if (seen.compare(BEGINNING, 0, length, 0, length) !== 0) throw new BadResponse('RESPONSE_NOT_HTTP')
  for (let at = seen.indexOf(LF, from); at !== -1; at = seen.indexOf(LF, at + 1)) {
    if (seen[at - 1] !== CR) throw new BadResponse('RESPONSE_HEAD_INVALID')
  }
}
