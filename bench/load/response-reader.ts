/**
 * Reads one HTTP/1.1 response from bytes that are cut anywhere, and keeps nothing of it but figures: this runs for
 * every answer, and must cost little beside the program that is measured.
 */
export class ResponseReader {
  status = 0
  payloadBytes = 0
  /** Blank lines in the payload: each ends one server-sent event. */
  events = 0
  #state: 'head' | 'counted' | 'chunk-size' | 'chunk' | 'chunk-end' | 'done' = 'head'
  #rest: Buffer | null = null
  /** Of the body, or of the chunk. */
  #left = 0
  #endsInLineFeed = false

  /** True with the last byte. Throws on what is not HTTP, and on bytes behind the end. */
  push(bytes: Buffer): boolean {
    let chunk = this.#rest === null ? bytes : Buffer.concat([this.#rest, bytes])
    this.#rest = null
    while (chunk.length > 0) {
      const used = this.#step(chunk)
      if (used === 0) {
        this.#rest = chunk
        return false
      }
      chunk = chunk.subarray(used)
    }
    return this.#state === 'done'
  }

  /** How many bytes it used; 0 when it needs more to go on. */
  #step(chunk: Buffer): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(chunk)
      case 'chunk-size':
        return this.#readChunkSize(chunk)
      case 'chunk-end':
        return this.#readLineBreak(chunk, 'chunk-size')
      case 'counted':
      case 'chunk':
        return this.#readPayload(chunk)
      case 'done':
        throw new Error('There are bytes behind the answer.')
    }
  }

  #readHead(chunk: Buffer): number {
    const end = chunk.indexOf('\r\n\r\n')
    if (end === -1) return 0
    const head = chunk.toString('latin1', 0, end).toLowerCase()
    this.status = Number(/^http\/1\.1 (\d{3})/.exec(head)?.[1] ?? Number.NaN)
    const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1]
    if (length !== undefined) {
      this.#left = Number(length)
      this.#state = this.#left === 0 ? 'done' : 'counted'
    } else if (head.includes('\r\ntransfer-encoding: chunked')) this.#state = 'chunk-size'
    else throw new Error('The answer does not say where it ends.')
    return end + 4
  }

  #readChunkSize(chunk: Buffer): number {
    const end = chunk.indexOf('\r\n')
    if (end === -1) return 0
    this.#left = Number.parseInt(chunk.toString('latin1', 0, end), 16)
    if (this.#left === 0) {
      // No trailers come from any server measured here; one would be seen as bytes behind the answer.
      const used = this.#readLineBreak(chunk.subarray(end + 2), 'done')
      return used === 0 ? 0 : end + 2 + used
    }
    this.#state = 'chunk'
    return end + 2
  }

  #readLineBreak(chunk: Buffer, next: 'chunk-size' | 'done'): number {
    if (chunk.length < 2) return 0
    this.#state = next
    return 2
  }

  #readPayload(chunk: Buffer): number {
    const payload = chunk.length > this.#left ? chunk.subarray(0, this.#left) : chunk
    this.#left -= payload.length
    this.payloadBytes += payload.length
    if (this.#endsInLineFeed && payload[0] === LINE_FEED) this.events++
    for (let at = payload.indexOf(BLANK_LINE); at !== -1; at = payload.indexOf(BLANK_LINE, at + 2))
      this.events++
    this.#endsInLineFeed = payload[payload.length - 1] === LINE_FEED
    if (this.#left === 0) this.#state = this.#state === 'chunk' ? 'chunk-end' : 'done'
    return payload.length
  }
}

const LINE_FEED = 0x0a
const BLANK_LINE = Buffer.from('\n\n')
