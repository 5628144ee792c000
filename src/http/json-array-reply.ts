import type { SseFrame } from '../core/provider.ts'
import type { Reply, ReplyHeaders } from '../core/reply.ts'
import { SseParser } from '../wire/sse.ts'

/**
 * Gemini's other framing of a stream, for callers that do not ask for `alt=sse`: one JSON array whose elements come one
 * by one. It is made of the same events. A refusal is an array of one element.
 */
export class JsonArrayReply implements Reply {
  readonly #reply: Reply
  readonly #parser = new SseParser()
  #isFirst = true

  constructor(reply: Reply) {
    this.#reply = reply
  }

  send(status: number, headers: ReplyHeaders, body: Buffer): void {
    this.#reply.send(status, headers, Buffer.concat([OPEN, body, CLOSE]))
  }

  begin(status: number, headers: ReplyHeaders): void {
    this.#reply.begin(status, { ...headers, 'content-type': 'application/json; charset=utf-8' })
  }

  write(piece: Buffer): boolean {
    return this.#reply.write(this.#elements(this.#parser.push(piece)))
  }

  end(piece: Buffer | null): void {
    const rest = piece === null ? [] : this.#parser.push(piece)
    const elements = this.#elements([...rest, ...this.#parser.end()])
    this.#reply.end(Buffer.concat([elements, this.#isFirst ? EMPTY_ARRAY : CLOSE]))
  }

  destroy(): void {
    this.#reply.destroy()
  }

  onGone(callback: () => void): void {
    this.#reply.onGone(callback)
  }

  onOver(callback: () => void): void {
    this.#reply.onOver(callback)
  }

  onDrain(callback: () => void): void {
    this.#reply.onDrain(callback)
  }

  #elements(frames: readonly SseFrame[]): Buffer {
    let text = ''
    for (const { data } of frames) {
      text += (this.#isFirst ? '[' : ',\r\n') + data
      this.#isFirst = false
    }
    return Buffer.from(text)
  }
}

const OPEN = Buffer.from('[')
const CLOSE = Buffer.from(']')
const EMPTY_ARRAY = Buffer.from('[]')
