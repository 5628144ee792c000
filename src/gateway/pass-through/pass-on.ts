import { ERRORS, type ErrorCode, GatewayError } from '../../core/error.ts'
import type { AttemptRecord } from '../../core/record.ts'
import type { Upload, UpstreamExchange, UpstreamFailure, UpstreamHandler } from '../../core/upstream.ts'
import { NO_USAGE } from '../../core/usage.ts'
import { costOf } from '../../ledger/cost.ts'
import { priceOf, type Target } from '../../routing/target.ts'
import type { Answer, Ending } from '../answer.ts'
import type { Exchange } from '../exchange.ts'
import { sentenceOf } from '../failed-reply.ts'
import { isTextType } from '../close.ts'
import type { Gateway } from '../gateway.ts'
import { servedHeaders } from '../reply-headers.ts'
import { RECORDED_BYTES_MAX } from '../reply-stream.ts'
import { passedHeaders, returnedHeaders } from './pass-headers.ts'
import { PassUsage } from './pass-usage.ts'
import { watched } from './watched-upload.ts'

export interface PassOn {
  readonly exchange: Exchange
  readonly target: Target
  /** Below the base URL, with its query. */
  readonly path: string
  readonly method: string
  readonly body: Buffer
  readonly upload: Upload | null
  readonly inputTokens: number
  readonly timeouts: {
    readonly connectMs: number
    /** For the head of the answer, from the last byte that was sent on. */
    readonly headMs: number
    /** Between two pieces of it. */
    readonly idleMs: number
    readonly totalMs: number
  }
}

/** Hands a request on and its answer back, piece by piece. Never rejects; what it throws has not reached the caller. */
export function passOn(pass: PassOn, gateway: Gateway): Promise<Answer | GatewayError> {
  return new Promise((resolve) => new Passing(pass, gateway, resolve).begin())
}

class Passing implements UpstreamHandler {
  readonly #pass: PassOn
  readonly #gateway: Gateway
  readonly #resolve: (outcome: Answer | GatewayError) => void
  readonly #startedAtMs: number
  readonly #sent: Buffer[] = []
  #upstream: UpstreamExchange | null = null
  #usage: PassUsage | null = null
  #status = 0
  /** What is recorded; other bytes are not. */
  #isText = false
  #requestBytes: number
  #responseBytes = 0
  #ttftMs: number | null = null
  #mustWait = false
  #isOver = false
  #silence: NodeJS.Timeout | null = null
  #total: NodeJS.Timeout | null = null

  constructor(pass: PassOn, gateway: Gateway, resolve: (outcome: Answer | GatewayError) => void) {
    this.#pass = pass
    this.#gateway = gateway
    this.#resolve = resolve
    this.#startedAtMs = gateway.clock.monotonicMs()
    this.#requestBytes = pass.body.length
  }

  begin(): void {
    const { exchange, timeouts } = this.#pass
    exchange.attemptsBegun++
    exchange.leave = () => this.#end({ type: 'abandoned', sent: this.#sent })
    exchange.interrupt = () => this.#fail('shutting_down', 'was cut off: the gateway is stopping')
    exchange.drain = () => this.#onDrain()
    this.#total = setTimeout(() => this.#onLate('deadline_exceeded'), timeouts.totalMs)
    this.#silence = setTimeout(() => this.#onLate('provider_timeout'), timeouts.headMs)
    if (exchange.isGone) return exchange.leave()
    this.#upstream = this.#gateway.upstream.send(this.#request(), this)
    // The client may have refused it at once.
    if (this.#isOver) this.#upstream.abort()
  }

  onHeaders(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    if (this.#isOver) return
    const { exchange, target, timeouts } = this.#pass
    const type = String(headers['content-type'] ?? 'application/octet-stream')
    this.#status = status
    this.#ttftMs = this.#gateway.clock.monotonicMs() - this.#startedAtMs
    this.#usage = new PassUsage(target.provider, type, {
      newId: (prefix) => this.#gateway.ids.next(prefix),
    })
    if (this.#silence !== null) clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#onLate('provider_timeout'), timeouts.idleMs)
    exchange.answerType = type
    this.#isText = isTextType(type)
    const own = servedHeaders(exchange, { target, model: target.model, dropped: [] })
    exchange.incoming.reply.begin(status, { ...returnedHeaders(headers), ...own })
  }

  onData(chunk: Buffer): void {
    if (this.#isOver) return
    this.#silence?.refresh()
    this.#usage?.see(chunk)
    if (this.#isText && this.#responseBytes < RECORDED_BYTES_MAX) this.#sent.push(chunk)
    this.#responseBytes += chunk.length
    if (this.#pass.exchange.incoming.reply.write(chunk)) return
    this.#mustWait = true
    this.#upstream?.pause()
  }

  onEnd(): void {
    this.#end({ type: 'streamed', last: null, sent: this.#sent })
  }

  onFailure({ type, code }: UpstreamFailure): void {
    const { exchange, target } = this.#pass
    this.#gateway.log.debug('The connection to a provider failed.', { target: target.id, code })
    if (code === 'UPLOAD_BROKEN' && !exchange.isGone)
      return this.#fail('client_closed_request', 'was sent a body that broke off')
    if (exchange.isGone) return this.#end({ type: 'abandoned', sent: this.#sent })
    if (type === 'connect-timeout') return this.#fail('provider_timeout', 'could not be connected to in time')
    this.#fail('provider_unreachable', 'could not be reached, or closed the connection')
  }

  #request() {
    const { exchange, target, path, method, body, upload, timeouts } = this.#pass
    return {
      provider: target.providerName,
      origin: target.origin,
      path: target.basePath + path,
      method,
      headers: passedHeaders(exchange.incoming.headers, target.headers),
      body,
      ...(upload === null ? {} : { upload: watched(upload, (bytes) => this.#onSent(bytes)) }),
      connectTimeoutMs: timeouts.connectMs,
    }
  }

  #onSent(bytes: number): void {
    this.#requestBytes += bytes
    if (!this.#isOver) this.#silence?.refresh()
  }

  #onDrain(): void {
    if (this.#isOver) return
    this.#mustWait = false
    this.#silence?.refresh()
    this.#upstream?.resume()
  }

  #onLate(code: ErrorCode): void {
    if (!this.#mustWait) return this.#fail(code, 'took too long')
    // What he was given lies unread: that is no delay of the provider's, and a caller who has stopped reading is gone.
    this.#pass.exchange.incoming.reply.destroy()
    this.#end({ type: 'abandoned', sent: this.#sent })
  }

  #fail(code: ErrorCode, what: string): void {
    const error = new GatewayError(code, sentenceOf(this.#pass.target, what))
    if (this.#status !== 0) return this.#end({ type: 'broken', error, sent: this.#sent, unfinished: null })
    if (this.#isOver) return
    this.#stop()
    this.#note({ status: null, code, usage: null, costNanos: null })
    this.#resolve(error)
  }

  #end(ending: Ending): void {
    if (this.#isOver) return
    this.#stop()
    const answer = this.#answer(ending)
    const { usage, costNanos } = answer
    const code = ending.type === 'broken' ? ending.error.code : ending.type === 'abandoned' ? LEFT : null
    this.#note({ status: this.#status === 0 ? null : this.#status, code, usage, costNanos })
    this.#resolve(answer)
  }

  #answer(ending: Ending): Answer {
    const { target, exchange, inputTokens } = this.#pass
    const price = priceOf(target, exchange.timeMs)
    const isServed = this.#status >= 200 && this.#status < 300
    const read = isServed ? (this.#usage?.end(inputTokens) ?? null) : null
    const unread = isServed ? (price?.request ?? null) : 0
    return {
      target,
      model: read?.model ?? target.model,
      finishReason: null,
      usage: read?.usage ?? NO_USAGE,
      usageSource: read?.source ?? 'estimated',
      costNanos: read === null ? unread : costOf(read.usage, price),
      isEmpty: false,
      ttftMs: this.#ttftMs,
      dropped: [],
      ending,
      passed: {
        status: this.#status === 0 ? ERRORS[LEFT].status : this.#status,
        requestBytes: this.#requestBytes,
        responseBytes: this.#responseBytes,
      },
    }
  }

  #note(how: Pick<AttemptRecord, 'status' | 'code' | 'usage' | 'costNanos'>): void {
    const { exchange, target } = this.#pass
    const durationMs = this.#gateway.clock.monotonicMs() - this.#startedAtMs
    exchange.waitedMs += durationMs
    exchange.attempts.push({
      target: target.id,
      provider: target.providerName,
      model: target.model,
      ...how,
      ms: Math.round(durationMs),
      startedMs: Math.round(this.#startedAtMs - exchange.startedAtMs),
      ttftMs: this.#ttftMs,
    })
  }

  #stop(): void {
    this.#isOver = true
    if (this.#silence !== null) clearTimeout(this.#silence)
    if (this.#total !== null) clearTimeout(this.#total)
    // Nothing happens to one that has ended by itself.
    this.#upstream?.abort()
  }
}

const LEFT = 'client_closed_request'
