import { crc32 } from 'node:zlib'
import { type Framing, FramingError, type Splitter } from '../core/framing.ts'
import type { SseFrame } from '../core/provider.ts'

/**
 * The binary event stream of Amazon: https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html
 *
 *   total length (4) | length of headers (4) | CRC of these 8 (4) | headers | payload | CRC of all before (4)
 */
export const EVENT_STREAM: Framing = {
  contentType: 'application/vnd.amazon.eventstream',
  createSplitter: () => new EventStreamSplitter(),
  read: readFrame,
}

export interface EventMessage {
  /** Text for text, and for what has another type its bytes in hexadecimal digits or its number. */
  readonly headers: ReadonlyMap<string, string>
  readonly payload: Buffer
}

const PRELUDE_BYTES = 12
const CRC_BYTES = 4
const HEADERS_BYTES_MAX = 128 * 1024
/** The format's own bound on a payload is lower: 24 MiB. */
const MESSAGE_BYTES_MAX = 32 * 1024 * 1024
const EMPTY = Buffer.alloc(0)

class EventStreamSplitter implements Splitter {
  #rest: Buffer = EMPTY

  push(bytes: Uint8Array): Buffer[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const blocks: Buffer[] = []
    let start = 0
    while (buffer.length - start >= PRELUDE_BYTES) {
      const length = messageLength(buffer.subarray(start))
      if (buffer.length - start < length) break
      const block = buffer.subarray(start, start + length)
      checkCrc(block, length - CRC_BYTES)
      blocks.push(block)
      start += length
    }
    this.#rest = buffer.subarray(start)
    return blocks
  }

  /** A torn message is dropped: its checksum has not come. */
  end(): null {
    return null
  }
}

/** One whole message. Throws a `FramingError` where it contradicts itself. */
export function readMessage(message: Buffer): EventMessage {
  if (message.length < PRELUDE_BYTES || messageLength(message) !== message.length) throw broken('length')
  checkCrc(message, message.length - CRC_BYTES)
  const end = PRELUDE_BYTES + message.readUInt32BE(4)
  const headers = readHeaders(message.subarray(PRELUDE_BYTES, end))
  return { headers, payload: message.subarray(end, message.length - CRC_BYTES) }
}

/** An exception inside the stream is named in a header of its own. */
function readFrame(block: Buffer): SseFrame | null {
  const { headers, payload } = readMessage(block)
  const event =
    headers.get(':event-type') ?? headers.get(':exception-type') ?? headers.get(':error-code') ?? 'message'
  if (headers.get(':message-type') !== 'error') return { event, data: payload.toString('utf8') }
  return { event, data: JSON.stringify({ message: headers.get(':error-message') ?? '' }) }
}

function messageLength(message: Buffer): number {
  checkCrc(message, PRELUDE_BYTES - CRC_BYTES)
  const length = message.readUInt32BE(0)
  const headersLength = message.readUInt32BE(4)
  if (length > MESSAGE_BYTES_MAX) {
    throw new FramingError(`A message has ${length} bytes.`, 'sent an event that is too large')
  }
  const isWhole = headersLength <= HEADERS_BYTES_MAX && PRELUDE_BYTES + headersLength + CRC_BYTES <= length
  if (!isWhole) throw broken('length')
  return length
}

function checkCrc(message: Buffer, place: number): void {
  if (crc32(message.subarray(0, place)) !== message.readUInt32BE(place)) throw broken('checksum')
}

function broken(part: string): FramingError {
  return new FramingError(`The ${part} of an event-stream message is wrong.`, 'sent an event that is damaged')
}

function readHeaders(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>()
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw broken('header')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const nameLength = take(1).readUInt8()
    if (nameLength === 0) throw broken('header')
    const name = take(nameLength).toString('utf8')
    headers.set(name, readValue(take(1).readUInt8(), take))
  }
  return headers
}

/** The types in the order of their numbers: true, false, byte, short, integer, long, bytes, text, time, UUID. */
function readValue(type: number, take: (length: number) => Buffer): string {
  switch (type) {
    case 0:
      return 'true'
    case 1:
      return 'false'
    case 2:
      return String(take(1).readInt8())
    case 3:
      return String(take(2).readInt16BE())
    case 4:
      return String(take(4).readInt32BE())
    case 5:
    case 8:
      return String(take(8).readBigInt64BE())
    case 6:
      return take(take(2).readUInt16BE()).toString('hex')
    case 7:
      return take(take(2).readUInt16BE()).toString('utf8')
    case 9:
      return take(16).toString('hex')
    default:
      throw broken('header')
  }
}
