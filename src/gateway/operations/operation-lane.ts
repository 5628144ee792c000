import { GatewayError } from '../../core/error.ts'
import type { ChatEvent } from '../../core/event.ts'
import type { Splitter } from '../../core/framing.ts'
import { parseJsonObject } from '../../core/json.ts'
import type {
  OperationAnswer,
  OperationCodec,
  OperationDialect,
  OperationRequest,
} from '../../core/operation.ts'
import type { DecodeContext, EncodedRequest, FailedReply } from '../../core/provider.ts'
import type { Target } from '../../routing/target.ts'
import { editBody } from '../../wire/edit-body.ts'
import { SseSplitter } from '../../wire/sse.ts'
import type { Asked, Exchange } from '../exchange.ts'
import type { Lane, Pass } from '../lane.ts'
import { encodeTarget } from '../rewriting.ts'
import { isEventStream, typeOf } from '../whole-reply.ts'
import type { FormBody } from './form-body.ts'
import { BytesPass, EventsPass, WHOLE_CHUNKS } from './answer-pass.ts'

/** Both sides of one operation, and what is asked. */
export interface OperationSides<Request, Answer> {
  readonly dialect: OperationDialect<Request, Answer>
  readonly codec: OperationCodec<Request, Answer>
  readonly request: Request
  /** Null for a body of JSON. */
  readonly form: FormBody | null
}

export interface OperationAttempt {
  readonly exchange: Exchange
  readonly asked: Asked
  readonly target: Target
  readonly newId: DecodeContext['newId']
}

/**
 * One question and its answer, by the lanes that chat has: the caller's own bytes where both sides speak one format,
 * and everything written anew where they do not. For the books an answer is a chat that says nothing and has finished.
 */
export class OperationLane<Request extends OperationRequest, Answer extends OperationAnswer> implements Lane {
  readonly path: string
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly dropped: readonly string[]
  readonly decode: DecodeContext
  readonly #attempt: OperationAttempt
  readonly #sides: OperationSides<Request, Answer>
  readonly #isNative: boolean
  #answer: Answer | null = null
  #isEvents = false
  #isText = false

  constructor(attempt: OperationAttempt, sides: OperationSides<Request, Answer>) {
    const { asked, target, newId } = attempt
    const { dialect, codec, request, form } = sides
    this.#attempt = attempt
    this.#sides = sides
    this.#isNative = dialect.wire === codec.wire
    const encoded = this.#isNative ? null : (codec.encode?.(request, encodeTarget(target)) ?? null)
    this.path = codec.path(target.model)
    this.body = encoded === null ? edited(asked, target, form) : printed(encoded)
    this.headers = form === null ? (encoded?.headers ?? {}) : { 'content-type': form.contentType }
    this.dropped = encoded?.dropped ?? []
    this.decode = { newId }
  }

  read(bytes: Buffer): readonly ChatEvent[] | null {
    const { codec, request } = this.#sides
    const body = parseJsonObject(bytes.toString('utf8'))
    this.#isText = body === null
    this.#answer =
      body === null
        ? (codec.readText?.(bytes.toString('utf8'), request) ?? null)
        : codec.decode(body, request)
    return this.#answer === null ? null : eventsOf(this.#answer)
  }

  whole(bytes: Buffer): Buffer {
    const { dialect, request } = this.#sides
    const answer = this.#read()
    this.#attempt.exchange.answerType = this.#isText ? TEXT : null
    return this.#isNative && (dialect.isAsAsked?.(answer, request) ?? true) ? bytes : this.render()
  }

  render(): Buffer {
    const { dialect, request } = this.#sides
    const { exchange, target } = this.#attempt
    const answer = this.#read()
    const context = { request, exchangeId: exchange.id, model: answer.model ?? target.model }
    if (dialect.render === undefined)
      throw new GatewayError('provider_invalid_reply', 'Not what was asked for.')
    return Buffer.from(JSON.stringify(dialect.render(answer, context)))
  }

  /** A stream was asked for, and nobody but the provider knows how to make one of a whole answer. */
  renderStream(): Buffer {
    throw new GatewayError('provider_invalid_reply', 'A whole answer has come where a stream was asked for.')
  }

  isStream(headers: FailedReply['headers']): boolean {
    const { codec } = this.#sides
    this.#isEvents = isEventStream(headers, this.#attempt.target.provider)
    if (this.#isEvents) return codec.readFrame !== undefined
    // Where bytes were asked for, JSON is a failure that says it is none.
    return codec.readBytes !== undefined && !/^application\/json\b/i.test(typeOf(headers))
  }

  createSplitter(): Splitter {
    return this.#isEvents ? new SseSplitter() : WHOLE_CHUNKS
  }

  createPass(): Pass {
    const { codec, request } = this.#sides
    if (this.#isEvents) return new EventsPass((body) => codec.readFrame?.(body, request) ?? null)
    return new BytesPass(codec.readBytes?.(request) ?? NOTHING_SAID)
  }

  #read(): Answer {
    if (this.#answer === null) throw new Error('An answer is read before it is shown.')
    return this.#answer
  }
}

const TEXT = 'text/plain; charset=utf-8'

const NOTHING_SAID: OperationAnswer = Object.freeze({ model: null, usage: null })

function edited({ bytes, body, routing }: Asked, { model }: Target, form: FormBody | null): Buffer {
  if (form !== null) return form.withModel(model)
  const edits: Record<string, unknown> = { model }
  for (const name of routing.own) edits[name] = undefined
  return editBody(bytes, body, edits)
}

function printed({ body }: EncodedRequest): Buffer {
  return Buffer.from(JSON.stringify(body))
}

function eventsOf({ model, usage }: OperationAnswer): readonly ChatEvent[] {
  return [
    { type: 'start', id: '', model: model ?? '' },
    ...(usage === null ? [] : [{ type: 'usage', usage } as const]),
    { type: 'finish', choice: 0, reason: 'stop', raw: null },
  ]
}
