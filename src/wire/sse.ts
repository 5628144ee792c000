import { FramingError, type Splitter } from '../core/framing.ts'
import { parseJsonObject } from '../core/json.ts'
import type { SseFrame } from '../core/provider.ts'

/**
 * Reads server-sent events from bytes, however they are cut: https://html.spec.whatwg.org/multipage/server-sent-events.html
 * Ids and retry times are not kept; no provider's API gives them a meaning.
 */
export class SseParser {
  readonly #splitter: SseSplitter

  constructor(blockBytesMax?: number) {
    this.#splitter = new SseSplitter(blockBytesMax)
  }

  push(bytes: Uint8Array): SseFrame[] {
    const frames: SseFrame[] = []
    for (const block of this.#splitter.push(bytes)) {
      const frame = readBlock(block)
      if (frame !== null) frames.push(frame)
    }
    return frames
  }

  /** What is left when the bytes have ended: see `SseSplitter.end`. */
  end(): SseFrame[] {
    const block = this.#splitter.end()
    const frame = block === null ? null : readBlock(block)
    return frame === null ? [] : [frame]
  }
}

const LF = 0x0a
const CR = 0x0d
const EMPTY = Buffer.alloc(0)
const LF_BYTE = Buffer.from([LF])

/** More than any known provider sends in one event; generated images come as base64 inside one. */
const BLOCK_BYTES_MAX = 32 * 1024 * 1024

/** Thrown by `push` when one event is larger than the bound. */
export class SseOverflow extends FramingError {
  constructor(bytesMax: number) {
    super(`A server-sent event is larger than ${bytesMax} bytes.`, 'sent an event that is too large')
  }
}

/**
 * Cuts a byte stream after each blank line. The blocks, joined, are the stream itself but for a byte-order mark, so
 * they can be passed on untouched.
 */
export class SseSplitter implements Splitter {
  readonly #blockBytesMax: number
  #rest: Buffer = EMPTY
  /** Where in `#rest` the unfinished line begins; all before it has been looked at. */
  #lineStart = 0
  #isAtStart = true
  /** The last block ended in CR, or in a LF that has still to come: one that follows belongs to it. */
  #swallowLf = false

  constructor(blockBytesMax = BLOCK_BYTES_MAX) {
    this.#blockBytesMax = blockBytesMax
  }

  push(bytes: Uint8Array): Buffer[] {
    let buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (this.#rest.length > 0) buffer = Buffer.concat([this.#rest, buffer])
    if (this.#isAtStart) {
      const mark = withoutByteOrderMark(buffer)
      if (mark === null) {
        this.#rest = buffer
        return []
      }
      this.#isAtStart = false
      buffer = mark
    }
    return this.#split(buffer)
  }

  /**
   * The specification drops a last event that has no blank line after it. Some providers end so, hence it is given
   * when it is whole: `[DONE]`, or JSON that parses. A torn one is dropped.
   */
  end(): Buffer | null {
    const rest = this.#rest
    this.#rest = EMPTY
    this.#lineStart = 0
    if (rest.length === 0) return null
    const frame = readBlock(rest)
    if (frame === null) return null
    return frame.data === '[DONE]' || parseJsonObject(frame.data) !== null ? rest : null
  }

  #split(buffer: Buffer): Buffer[] {
    const blocks: Buffer[] = []
    let blockStart = 0
    let lineStart = this.#lineStart
    if (this.#swallowLf && buffer.length > 0) {
      this.#swallowLf = false
      if (buffer[0] === LF) blockStart = lineStart = 1
    }
    let nextCr = buffer.indexOf(CR, lineStart)
    for (;;) {
      const nextLf = buffer.indexOf(LF, lineStart)
      if (nextCr !== -1 && nextCr < lineStart) nextCr = buffer.indexOf(CR, lineStart)
      const isCr = nextCr !== -1 && (nextLf === -1 || nextCr < nextLf)
      const lineEnd = isCr ? nextCr : nextLf
      if (lineEnd === -1) break
      const isLast = lineEnd + 1 === buffer.length
      // A CR that ends the buffer may be half of a CRLF. Only a blank line is settled at once, to dispatch it.
      if (isCr && isLast && lineEnd !== lineStart) break
      const next = isCr && buffer[lineEnd + 1] === LF ? lineEnd + 2 : lineEnd + 1
      if (lineEnd === lineStart) {
        const block = buffer.subarray(blockStart, next)
        if (isCr && isLast) this.#swallowLf = true
        // Where the line before ended in CRLF, this one will: its LF goes out now, as clients may look for both.
        blocks.push(isCr && isLast && endsInCrLf(buffer, lineStart) ? Buffer.concat([block, LF_BYTE]) : block)
        blockStart = next
      }
      lineStart = next
    }
    this.#rest = blockStart === buffer.length ? EMPTY : buffer.subarray(blockStart)
    this.#lineStart = lineStart - blockStart
    if (this.#rest.length > this.#blockBytesMax) {
      throw new SseOverflow(this.#blockBytesMax)
    }
    return blocks
  }
}

function endsInCrLf(buffer: Buffer, end: number): boolean {
  return buffer[end - 1] === LF && buffer[end - 2] === CR
}

/** The event of one block; null for comments, keep-alives and blocks without data. */
export function readBlock(block: Buffer): SseFrame | null {
  const text = block.toString('utf8')
  // Nearly every event is one line `data: …` and a blank one.
  if (text.startsWith('data: ')) {
    const end = text.indexOf('\n')
    if (end === text.length - 2 && text.charCodeAt(end + 1) === LF && text.charCodeAt(end - 1) !== CR) {
      return { event: 'message', data: text.slice(6, end) }
    }
  }
  return readFields(text)
}

function readFields(text: string): SseFrame | null {
  let event = ''
  let data: string | null = null
  for (const line of text.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const rest = colon === -1 ? '' : line.slice(colon + 1)
    const value = rest.startsWith(' ') ? rest.slice(1) : rest
    if (field === 'data') data = data === null ? value : `${data}\n${value}`
    else if (field === 'event') event = value
  }
  return data === null ? null : { event: event === '' ? 'message' : event, data }
}

/** Null while the first bytes could still become a byte-order mark. */
function withoutByteOrderMark(buffer: Buffer): Buffer | null {
  const mark = [0xef, 0xbb, 0xbf]
  for (let index = 0; index < mark.length; index++) {
    if (index === buffer.length) return null
    if (buffer[index] !== mark[index]) return buffer
  }
  return buffer.subarray(mark.length)
}

/** One frame as it goes out. `data` must hold no line break, as JSON text never does. */
export function sseFrame(data: string, event?: string): string {
  return event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`
}
