import { crc32 } from 'node:zlib'
import { isJsonObject } from '../core/json.ts'
import type { JournalEntry } from './journal-entry.ts'

/**
 * One entry on disk. Numbers are unsigned, 32 bits, little-endian; the checksum is over the payload.
 *
 *   ┌────────┬───────┬───────────────────────── payload ──────────────────────────┐
 *   │ length │ crc32 │ header length │ header, JSON │ request bytes │ response bytes │
 *   └────────┴───────┴────────────────────────────────────────────────────────────┘
 *
 * The bodies stand beside the JSON and not in it, so that nothing has to escape them. A length of 0 is no frame:
 * it is what a file holds whose size reached the disk before its bytes did.
 */
export const FRAME_HEAD_BYTES = 8
const HEADER_LENGTH_BYTES = 4

/** Far above two bodies of the largest size that the server takes, and below what a length can say. */
export const FRAME_BYTES_MAX = 1024 * 1024 * 1024

/** Entries as frames, one after another, in one buffer that is used over and over. */
export class FrameBuffer {
  #bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The frames so far; valid until the next `push` or `clear`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Throws a RangeError, and adds nothing, for an entry that is larger than a frame may be. */
  push(entry: JournalEntry): void {
    const { request, response } = bodiesOf(entry)
    const header = headerOf(entry)
    const bodyBytes = (request?.length ?? 0) + (response?.length ?? 0)
    const room = FRAME_HEAD_BYTES + HEADER_LENGTH_BYTES + header.length * UTF8_BYTES_PER_UNIT + bodyBytes
    if (room > FRAME_BYTES_MAX) throw new RangeError(`A journal entry of ${room} bytes is too large.`)
    this.#reserve(room)

    const payloadStart = this.#length + FRAME_HEAD_BYTES
    const headerStart = payloadStart + HEADER_LENGTH_BYTES
    const headerBytes = this.#bytes.write(header, headerStart)
    this.#bytes.writeUInt32LE(headerBytes, payloadStart)
    let end = headerStart + headerBytes
    for (const body of [request, response]) {
      if (body === null) continue
      this.#bytes.set(body, end)
      end += body.length
    }
    this.#bytes.writeUInt32LE(end - payloadStart, this.#length)
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(payloadStart, end)), this.#length + 4)
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

/** Undoes `FrameBuffer`, for a payload whose checksum was right. The bodies are views. Null: no entry known here. */
export function decodePayload(payload: Uint8Array): JournalEntry | null {
  if (payload.length < HEADER_LENGTH_BYTES) return null
  const view = Buffer.from(payload.buffer, payload.byteOffset, payload.length)
  const headerEnd = HEADER_LENGTH_BYTES + view.readUInt32LE(0)
  if (headerEnd > view.length) return null
  let header: unknown
  try {
    header = JSON.parse(view.toString('utf8', HEADER_LENGTH_BYTES, headerEnd))
  } catch {
    return null
  }
  if (!isJsonObject(header)) return null
  switch (header['type']) {
    case 'open':
    case 'progress':
      return header as unknown as JournalEntry // Written by `push` from this very type; the checksum says unchanged.
    case 'close': {
      const { record, requestBytes, responseBytes } = header as unknown as CloseHeader // As above.
      const responseStart = headerEnd + (requestBytes ?? 0)
      const request = requestBytes === null ? null : view.subarray(headerEnd, responseStart)
      const response =
        responseBytes === null ? null : view.subarray(responseStart, responseStart + responseBytes)
      return { type: 'close', record, request, response }
    }
    default:
      return null
  }
}

export function isPayloadIntact(payload: Uint8Array, checksum: number): boolean {
  return crc32(payload) === checksum
}

const BUFFER_BYTES = 256 * 1024
const KEPT_BYTES_MAX = 4 * 1024 * 1024
/** The most that one UTF-16 unit of a string takes. */
const UTF8_BYTES_PER_UNIT = 3

interface CloseHeader {
  readonly type: 'close'
  readonly record: (JournalEntry & { type: 'close' })['record']
  readonly requestBytes: number | null
  readonly responseBytes: number | null
}

function headerOf(entry: JournalEntry): string {
  if (entry.type !== 'close') return JSON.stringify(entry)
  const header: CloseHeader = {
    type: 'close',
    record: entry.record,
    requestBytes: entry.request?.length ?? null,
    responseBytes: entry.response?.length ?? null,
  }
  return JSON.stringify(header)
}

function bodiesOf(entry: JournalEntry): { request: Uint8Array | null; response: Uint8Array | null } {
  return entry.type === 'close' ? entry : NO_BODIES
}

const NO_BODIES = { request: null, response: null }
