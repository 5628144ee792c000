import { GatewayError } from '../../core/error.ts'
import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { Reply } from '../../core/reply.ts'
import type { ResponseName, ResponseStatus } from '../../storage/response-store.ts'
import { SseParser, sseFrame } from '../../wire/sse.ts'
import { STREAM_HEADERS } from '../reply-headers.ts'
import { failedResponse } from './failed-response.ts'

/** A caller who reads along. */
interface Follower {
  readonly reply: Reply
  /** The number of the last event that he has. */
  after: number
}

interface Logged {
  readonly sequence: number
  readonly text: Buffer
}

/** Of one response; a longer one cannot be read again from its beginning, but for how it ends. */
const LOG_BYTES_MAX = 8 * 1024 * 1024
const FOLLOWERS_MAX = 16

/**
 * A response that goes on whether or not anybody listens. What it has said so far is kept, numbered, so that who comes
 * late or lost his connection reads on from where he was.
 */
export class BackgroundRun {
  readonly name: ResponseName
  readonly #onEnd: (response: JsonObject, status: ResponseStatus) => void
  readonly #parser = new SseParser()
  readonly #log: Logged[] = []
  #logBytes = 0
  #followers: Follower[] = []
  #sequence = -1
  #response: JsonObject
  #isOver = false
  /** Calls off whoever is at work on it. */
  leave: (() => void) | null = null

  constructor(
    name: ResponseName,
    pending: JsonObject,
    onEnd: (response: JsonObject, status: ResponseStatus) => void,
  ) {
    this.name = name
    this.#response = pending
    this.#onEnd = onEnd
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** As it is now. */
  get response(): JsonObject {
    return this.#response
  }

  /** Events as the gateway writes them to a caller. */
  push(bytes: Buffer): void {
    for (const { event, data } of this.#parser.push(bytes)) {
      const value = parseJsonObject(data)
      if (value === null || this.#isOver) continue
      if (event === 'error') this.fail(value)
      else this.#take(value)
    }
  }

  /** It ends with this error: one of the gateway's, in the shape that a caller would have got. */
  fail(told: JsonObject): void {
    const { code, message } = isJsonObject(told.error) ? told.error : told
    const response = failedResponse(this.#response, { code: code ?? 'server_error', message: message ?? '' })
    this.#take({ type: 'response.failed', sequence_number: this.#sequence + 1, response })
  }

  cancel(): void {
    if (this.#isOver) return
    this.leave?.()
    this.#response = { ...this.#response, status: 'cancelled' }
    this.#end('cancelled')
  }

  /** Sends all events after that one, and then each that comes. */
  follow(reply: Reply, after: number): void {
    if (this.#followers.length >= FOLLOWERS_MAX)
      throw new GatewayError('overloaded', `More than ${FOLLOWERS_MAX} callers read this response already.`)
    reply.begin(200, STREAM_HEADERS)
    const missed = this.#log.filter(({ sequence }) => sequence > after).map(({ text }) => text)
    if (this.#isOver) return reply.end(Buffer.concat(missed))
    if (missed.length > 0) reply.write(Buffer.concat(missed))
    const follower = { reply, after: Math.max(after, this.#sequence) }
    this.#followers.push(follower)
    reply.onGone(() => {
      this.#followers = this.#followers.filter((other) => other !== follower)
    })
  }

  #take(value: JsonObject): void {
    const { type, sequence_number: number } = value
    const event = isJsonObject(value.response) ? { ...value, response: this.#own(value.response) } : value
    this.#sequence = typeof number === 'number' ? number : this.#sequence + 1
    const text = Buffer.from(sseFrame(JSON.stringify(event), String(type)))
    const status = ENDS.get(String(type))
    this.#keep({ sequence: this.#sequence, text }, status !== undefined)
    for (const { reply, after } of this.#followers) if (this.#sequence > after) reply.write(text)
    if (status !== undefined) this.#end(status)
  }

  #keep(logged: Logged, isEnd: boolean): void {
    this.#logBytes += logged.text.length
    if (this.#logBytes > LOG_BYTES_MAX && !isEnd) return
    this.#log.push(logged)
  }

  /** Whoever answers calls it what he will: here it has the name that its caller was told. */
  #own(response: JsonObject): JsonObject {
    const { created_at, previous_response_id } = this.#response
    const own = { id: this.name.id, background: true, created_at, previous_response_id }
    this.#response = { ...response, ...own }
    return this.#response
  }

  #end(status: ResponseStatus): void {
    this.#isOver = true
    this.#onEnd(this.#response, status)
    for (const { reply } of this.#followers) reply.end(null)
    this.#followers = []
  }
}

const ENDS: ReadonlyMap<string, ResponseStatus> = new Map([
  ['response.completed', 'completed'],
  ['response.incomplete', 'incomplete'],
  ['response.failed', 'failed'],
])
