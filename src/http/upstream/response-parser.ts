import { BadResponse } from './bad-response.ts'
import { ChunkedBody } from './chunked-body.ts'
import { HeadBytes } from './head-bytes.ts'
import { parseResponseHead, type ResponseHead } from './response-head.ts'

/**
 * Reads one response, in any pieces. It calls nobody: what a read has brought stands in its fields until the next, so
 * that whoever is told of it finds the reading done, whatever he does then.
 */
export class ResponseParser {
  /** The head, if it ended in the last read. */
  head: ResponseHead | null = null
  /** What the last read brought of the body: bytes of its own. */
  payload: Buffer | null = null
  isComplete = false
  /** Whether another response may come over this connection. Bytes behind the end are a reason why not. */
  isReusable = false
  keepAliveMs: number | null = null
  /** The answer to HEAD has no body, whatever its head says of one. */
  isForHead = false
  readonly #headBytes = new HeadBytes()
  #informational = 0
  #phase: 'head' | 'length' | 'chunked' | 'until-close' = 'head'
  #left = 0
  #chunks: ChunkedBody | null = null

  /**
   * Reads so many bytes of `room`, which may be written over and are not kept. Throws `BadResponse`; nothing more can
   * be read then.
   */
  read(room: Buffer, length: number): void {
    this.head = null
    this.payload = null
    const from = this.#phase === 'head' ? this.#readHead(room.subarray(0, length)) : 0
    if (this.#phase !== 'head') this.#readBody(room, from, length)
  }

  /** The connection has ended. Throws `BadResponse` where that cuts the response. */
  close(): void {
    this.head = null
    this.payload = null
    if (this.#phase !== 'until-close') throw new BadResponse('RESPONSE_CUT')
    this.isComplete = true
  }

  /** For the next response. */
  reset(): void {
    this.#phase = 'head'
    this.#informational = 0
    this.isComplete = false
    this.isReusable = false
  }

  /** Where the body begins, if the phase is not `head` any more. */
  #readHead(bytes: Buffer): number {
    for (let from = 0; ; from = this.#headBytes.next) {
      const text = this.#headBytes.take(bytes, from)
      if (text === null) return bytes.length
      const head = parseResponseHead(text)
      if (head.status >= 200) {
        this.#begin(this.isForHead ? { ...head, body: 0 } : head)
        return this.#headBytes.next
      }
      // Nobody has asked to change the protocol.
      if (head.status === 101 || ++this.#informational > INFORMATIONAL_MAX) {
        throw new BadResponse('RESPONSE_INFORMATIONAL')
      }
      // The empty rest is no beginning of the next head.
      if (this.#headBytes.next === bytes.length) return bytes.length
    }
  }

  #begin(head: ResponseHead): void {
    this.head = head
    this.isReusable = head.isReusable
    this.keepAliveMs = head.keepAliveMs
    if (head.body === 'chunked') {
      this.#phase = 'chunked'
      this.#chunks = new ChunkedBody()
    } else if (head.body === 'until-close') {
      this.#phase = 'until-close'
    } else {
      this.#phase = 'length'
      this.#left = head.body
    }
  }

  #readBody(room: Buffer, from: number, to: number): void {
    let next = to
    if (this.#chunks !== null) {
      const chunks = this.#chunks
      chunks.read(room, from, to)
      this.payload = copyOf(room, chunks.start, chunks.end)
      next = chunks.next
      this.isComplete = chunks.isComplete
      if (chunks.isComplete) this.#chunks = null
    } else if (this.#phase === 'length') {
      next = from + Math.min(this.#left, to - from)
      this.payload = copyOf(room, from, next)
      this.#left -= next - from
      this.isComplete = this.#left === 0
    } else {
      this.payload = copyOf(room, from, next)
    }
    // More than was asked for: whose answer is that?
    if (next < to) this.isReusable = false
  }
}

/** Interim responses before the one that counts. */
const INFORMATIONAL_MAX = 16

function copyOf(bytes: Buffer, from: number, to: number): Buffer | null {
  if (from === to) return null
  const copy = Buffer.allocUnsafe(to - from)
  bytes.copy(copy, 0, from, to)
  return copy
}
