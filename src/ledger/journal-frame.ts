import { crc32 } from 'node:zlib'
import type { JournalEntry } from './journal-entry.ts'
import type { PriceTexts } from './journal-open.ts'
import { decodeEntry, encodeEntry, type WrittenEntry } from './journal-text.ts'

/**
 * One entry on disk. Numbers are unsigned, 32 bits, little-endian; the checksum is over the payload.
 *
 *   ┌────────┬───────┬──────────────────────────── payload ─────────────────────────────┐
 *   │ length │ crc32 │ request length │ response length │ text │ request │ response │
 *   └────────┴───────┴──────────────────────────────────────────────────────────────────┘
 *
 * The bodies stand beside the text and not in it, so that nothing has to escape them. A length of 0 is no frame:
 * it is what a file holds whose size reached the disk before its bytes did.
 */
export const FRAME_HEAD_BYTES = 8
const BODY_LENGTHS_BYTES = 8
/** In place of the length of a body that is not there. */
const NO_BODY = 2 ** 32 - 1

/** Far above two bodies of the largest size that the server takes, and below what a length can say. */
export const FRAME_BYTES_MAX = 1024 * 1024 * 1024

/** Entries as frames, one after another, in one buffer that is used over and over. */
export class FrameBuffer {
  #bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  #length = 0
  readonly #prices: PriceTexts = new WeakMap()

  get length(): number {
    return this.#length
  }

  /** The frames so far; valid until the next `push` or `clear`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Throws a RangeError, and adds nothing, for an entry that is larger than a frame may be. */
  push(entry: JournalEntry): void {
    const text = encodeEntry(entry, this.#prices)
    const { request, response } = entry.type === 'close' ? entry : NO_BODIES
    const bodyBytes = (request?.length ?? 0) + (response?.length ?? 0)
    const room = FRAME_HEAD_BYTES + BODY_LENGTHS_BYTES + text.length * UTF8_BYTES_PER_UNIT + bodyBytes
    if (room > FRAME_BYTES_MAX) throw new RangeError(`A journal entry of ${room} bytes is too large.`)
    this.#reserve(room)

    const start = this.#length + FRAME_HEAD_BYTES
    this.#bytes.writeUInt32LE(request?.length ?? NO_BODY, start)
    this.#bytes.writeUInt32LE(response?.length ?? NO_BODY, start + 4)
    let end = start + BODY_LENGTHS_BYTES
    end += this.#bytes.write(text, end)
    for (const body of [request, response]) {
      if (body === null) continue
      this.#bytes.set(body, end)
      end += body.length
    }
    this.#bytes.writeUInt32LE(end - start, this.#length)
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(start, end)), this.#length + 4)
    this.#length = end
  }

  /** One very large entry does not keep its memory for ever. */
  clear(): void {
    this.#length = 0
    if (this.#bytes.length > KEPT_BYTES_MAX) this.#bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.bytes)
    this.#bytes = larger
  }
}

/**
 * Undoes `FrameBuffer`, for a payload whose checksum was right. The bodies are views. Null: no entry known here. Throws
 * for one of before there were releases, whose exchanges must be neither lost nor misread.
 */
export function decodePayload(payload: Buffer): WrittenEntry | null {
  if (payload.length < BODY_LENGTHS_BYTES) return null
  const requestBytes = payload.readUInt32LE(0)
  const responseBytes = payload.readUInt32LE(4)
  const responseStart = payload.length - (responseBytes === NO_BODY ? 0 : responseBytes)
  const requestStart = responseStart - (requestBytes === NO_BODY ? 0 : requestBytes)
  if (requestStart < BODY_LENGTHS_BYTES) {
    if (payload.toString('latin1', 4, 13) === FORMER_HEADER) throw new Error(FORMER_FORMAT)
    return null
  }
  try {
    return decodeEntry(payload.toString('utf8', BODY_LENGTHS_BYTES, requestStart), {
      request: requestBytes === NO_BODY ? null : payload.subarray(requestStart, responseStart),
      response: responseBytes === NO_BODY ? null : payload.subarray(responseStart),
    })
  } catch {
    return null
  }
}

/** Begins behind the length of the header, where now is the length of a body: one that would be far too large. */
const FORMER_HEADER = '{"type":"'
const FORMER_FORMAT =
  'The journal was written by a build from before the first release. Let that build read it to its end, or move it away.'

export function isPayloadIntact(payload: Uint8Array, checksum: number): boolean {
  return crc32(payload) === checksum
}

const BUFFER_BYTES = 256 * 1024
const KEPT_BYTES_MAX = 4 * 1024 * 1024
/** The most that one UTF-16 unit of a string takes. */
const UTF8_BYTES_PER_UNIT = 3

const NO_BODIES = { request: null, response: null }
