import { GatewayError, type ErrorCode } from '../core/error.ts'
import { FramingError, type Splitter } from '../core/framing.ts'
import type { FailedReply } from '../core/provider.ts'
import type { UpstreamExchange, UpstreamFailure, UpstreamHandler } from '../core/upstream.ts'
import type { FailedAttempt } from '../routing/backoff.ts'
import { readAllowance } from '../wire/rate-limit-headers.ts'
import type { Ending, Unfinished } from './answer.ts'
import { brokenError, readFailure, sentenceOf, UNREACHED } from './failed-reply.ts'
import { type Lane, openLane, type Pass, type Passed } from './lane.ts'
import { placeOf, ReplyStream } from './reply-stream.ts'
import type { RunningTrial, Trial, TrialOutcome } from './trial.ts'
import { type Late, TrialTimers } from './trial-timers.ts'
import { upstreamCall } from './upstream-call.ts'
import { bytesTypeOf, isEventStream, joined, readWhole, splitterFor } from './whole-reply.ts'
import { Witness } from './witness.ts'

/**
 * Sends the request to one target. Its outcome comes when the caller has all but the end of an answer, or nothing of
 * one: up to the first piece of content everything is held back, so that a target that fails early can be replaced
 * unseen. A fault of our own is an outcome too, so that whoever began the attempt also ends it.
 */
export function tryTarget(trial: Trial): RunningTrial {
  const { promise, resolve } = Promise.withResolvers<TrialOutcome>()
  try {
    const running = new TargetTrial(trial, promise, resolve)
    running.begin()
    return running
  } catch (thrown) {
    const error = GatewayError.from(thrown)
    resolve({ type: 'failed', error, code: error.code, status: null, retryAfterMs: null, usage: null })
    return { outcome: promise, abandon() {}, interrupt() {}, cancel() {} }
  }
}

/** A failed reply's body is read so far and no further. */
const ERROR_BYTES_MAX = 64 * 1024
const WHOLE_BYTES_MAX = 256 * 1024 * 1024
interface OpenStream {
  readonly splitter: Splitter
  readonly pass: Pass
  readonly reply: ReplyStream
}

class TargetTrial implements UpstreamHandler, RunningTrial {
  readonly outcome: Promise<TrialOutcome>
  readonly #trial: Trial
  readonly #resolve: (outcome: TrialOutcome) => void
  readonly #lane: Lane
  readonly #witness: Witness
  #upstream: UpstreamExchange | null = null
  #state: 'open' | 'lingering' | 'over' = 'open'
  readonly #timers: TrialTimers
  #status = 0
  #headers: Readonly<Record<string, string | string[] | undefined>> = {}
  #body: Buffer[] = []
  #bodyBytes = 0
  #stream: OpenStream | null = null
  /** The caller has, or is about to get, something of this attempt. */
  #isCommitted = false

  constructor(trial: Trial, outcome: Promise<TrialOutcome>, resolve: (outcome: TrialOutcome) => void) {
    this.outcome = outcome
    this.#trial = trial
    this.#resolve = resolve
    this.#witness = new Witness(trial)
    this.#timers = new TrialTimers(trial.timeouts, (late) => this.#onTimeout(late))
    const { ids, vault } = trial.gateway
    this.#lane = openLane(trial.exchange, trial.asked, trial.target, {
      newId: (prefix) => ids.next(prefix),
      vault,
      continuation: trial.continuation,
    })
  }

  begin(): void {
    const { asked, gateway, target, timeouts } = this.#trial
    const { path = target.provider.path(upstreamCall(this.#trial)) } = this.#lane
    this.#timers.start(asked.request.stream)
    this.#upstream = gateway.upstream.send(
      {
        provider: target.providerName,
        origin: target.origin,
        path: target.basePath + path,
        headers: { 'content-type': 'application/json', ...target.headers, ...this.#lane.headers },
        body: this.#lane.body,
        connectTimeoutMs: timeouts.connectMs,
        access: target.access,
      },
      this,
    )
    // The client may have refused it at once.
    if (this.#state === 'over') this.#upstream.abort()
  }

  onHeaders(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    this.#status = status
    this.#headers = headers
    this.#noteAllowance(headers)
    const { provider } = this.#trial.target
    if (status !== 200 || !this.#trial.asked.request.stream) return
    if (!(this.#lane.isStream?.(headers) ?? isEventStream(headers, provider))) return
    try {
      this.#stream = {
        splitter: this.#lane.createSplitter?.() ?? splitterFor(provider),
        reply: this.#trial.continuation?.reply ?? new ReplyStream(this.#trial.exchange),
        pass: this.#lane.createPass(),
      }
    } catch (thrown) {
      this.#crash(thrown)
    }
  }

  onData(chunk: Buffer): void {
    if (this.#state !== 'open') return
    try {
      if (this.#stream === null) this.#onBodyData(chunk)
      else this.#onStreamData(chunk, this.#stream)
    } catch (thrown) {
      this.#crash(thrown)
    }
  }

  onEnd(): void {
    if (this.#state === 'lingering') return this.#stop()
    if (this.#state !== 'open') return
    try {
      if (this.#stream !== null) this.#onStreamEnd(this.#stream)
      else if (this.#isFailed()) this.#failWithReply()
      else this.#onWhole(joined(this.#body))
    } catch (thrown) {
      this.#crash(thrown)
    }
  }

  onFailure(failure: UpstreamFailure): void {
    if (this.#state === 'lingering') return this.#stop()
    if (this.#state !== 'open') return
    this.#trial.gateway.log.debug('The connection to a provider failed.', {
      target: this.#trial.target.id,
      code: failure.code,
    })
    if (this.#isCommitted) return this.#break('stream_interrupted', 'broke off in its answer')
    this.#fail(UNREACHED[failure.type].code, UNREACHED[failure.type].what)
  }

  #onTimeout(late: Late): void {
    // What he was given lies unread: that is no delay of the provider's, and a caller who has stopped reading is gone.
    if (this.#stream?.reply.mustWait === true) {
      this.#trial.exchange.incoming.reply.destroy()
      return this.abandon()
    }
    const isDeadline = late === 'the whole answer' && this.#trial.timeouts.isDeadline
    this.#failOrBreak(isDeadline ? 'deadline_exceeded' : 'provider_timeout', `took too long over ${late}`)
  }

  #onDrain(): void {
    if (this.#state !== 'open') return
    this.#upstream?.resume()
    this.#timers.gotPiece()
  }

  #isFailed(): boolean {
    return this.#status < 200 || this.#status >= 300
  }

  #onBodyData(chunk: Buffer): void {
    this.#body.push(chunk)
    this.#bodyBytes += chunk.length
    if (this.#isFailed()) {
      if (this.#bodyBytes <= ERROR_BYTES_MAX) return
      this.#upstream?.abort()
      return this.#failWithReply()
    }
    if (this.#bodyBytes > WHOLE_BYTES_MAX)
      this.#fail('provider_invalid_reply', 'answered with too many bytes')
  }

  #onStreamData(chunk: Buffer, { splitter, pass, reply }: OpenStream): void {
    let blocks: Buffer[]
    try {
      blocks = splitter.push(chunk)
    } catch (error) {
      if (!(error instanceof FramingError)) throw error
      return this.#failOrBreak('provider_invalid_reply', error.what)
    }
    for (const block of blocks) {
      this.#take(pass.push(block), reply)
      if (this.#state !== 'open') return
    }
    reply.flush()
    if (reply.mustWait) this.#upstream?.pause()
    if (this.#witness.pace()) this.#timers.gotPiece()
  }

  #onStreamEnd({ splitter, pass, reply }: OpenStream): void {
    const rest = splitter.end()
    if (rest !== null) this.#take(pass.push(rest), reply)
    if (this.#state !== 'open') return
    this.#take(pass.end(), reply)
    if (this.#state === 'open')
      this.#failOrBreak('stream_interrupted', 'ended its answer before it was whole')
  }

  /** One piece of the stream: noted for the books, then sent on, held, or the end of it. */
  #take({ events, shown = events, output }: Passed, reply: ReplyStream): void {
    const { error, isFinished, hasContent } = this.#witness.see(events, shown)
    if (error !== null) return this.#failOrBreak(error.code, null, error.message)
    this.#witness.sawPiece()
    if (output !== null) reply.push(output, isFinished ? 'end' : placeOf(events))
    const mustCommit = isFinished || hasContent || reply.mustCommit
    if (!mustCommit || !this.#commit(reply) || !isFinished) return
    reply.flush()
    this.#answer({ type: 'streamed', last: reply.last, sent: reply.sent })
  }

  /** False where another attempt has got to the caller first: this one is off then. */
  #commit(reply: ReplyStream): boolean {
    if (this.#isCommitted) return true
    if (!this.#claim()) return false
    reply.commit(this.#served())
    reply.onDrain(() => this.#onDrain())
    return true
  }

  #claim(): boolean {
    this.#isCommitted = this.#trial.claim()
    if (!this.#isCommitted) this.cancel()
    return this.#isCommitted
  }

  #onWhole(bytes: Buffer): void {
    const isStream = isEventStream(this.#headers, this.#trial.target.provider)
    const events = readWhole(bytes, isStream, this.#trial.target.provider, this.#lane)
    if (events === null)
      return this.#fail('provider_invalid_reply', 'answered with something that cannot be read')
    const { error, isFinished } = this.#witness.see(events)
    if (error !== null) return this.#fail(error.code, null, error.message)
    if (!isFinished)
      return this.#fail('provider_invalid_reply', 'answered without saying that it had finished')
    if (!this.#trial.asked.request.stream) {
      const body = isStream ? this.#lane.render(events) : this.#lane.whole(bytes, events)
      if (!this.#claim()) return
      return this.#answer({ type: 'whole', body })
    }
    // A stream was asked for and a whole answer came.
    if (this.#trial.continuation !== null)
      return this.#fail('provider_invalid_reply', 'answered whole where it was to go on with a stream')
    const reply = new ReplyStream(this.#trial.exchange)
    reply.push(this.#lane.renderStream(events), 'end')
    if (!this.#commit(reply)) return
    this.#answer({ type: 'streamed', last: reply.last, sent: reply.sent })
  }

  abandon(): void {
    if (this.#state !== 'open') return
    this.#upstream?.abort()
    this.#answer({ type: 'abandoned', sent: this.#sent })
  }

  interrupt(): void {
    if (this.#state === 'open') this.#failOrBreak('shutting_down', 'was cut off: this gateway is stopping')
  }

  cancel(): void {
    if (this.#state !== 'open') return
    this.#upstream?.abort()
    this.#stop()
    this.#resolve({ type: 'cancelled', usage: this.#witness.usage })
  }

  get #unfinished(): Unfinished | null {
    return this.#witness.unfinished(this.#stream?.reply)
  }

  get #sent(): readonly Buffer[] {
    return (this.#stream?.reply ?? this.#trial.continuation?.reply)?.sent ?? []
  }

  #failOrBreak(code: ErrorCode, what: string | null, message?: string): void {
    if (this.#isCommitted) this.#break(code, what, message)
    else this.#fail(code, what, message)
  }

  /** The caller has a part of the answer: nobody can take over, and he is told that it is not whole. */
  #break(code: ErrorCode, what: string | null, message?: string): void {
    this.#upstream?.abort()
    this.#stream?.reply.flush()
    const error = brokenError(code, this.#trial.target, what, message)
    this.#answer({ type: 'broken', error, sent: this.#sent, unfinished: this.#unfinished })
  }

  /** A fault of our own, wherever it was thrown: it ends this attempt as one, and is not taken for the provider's. */
  #crash(thrown: unknown): void {
    this.#upstream?.abort()
    const { exchange, gateway, target } = this.#trial
    const error = GatewayError.from(thrown)
    const { code } = error
    if (!this.#isCommitted) {
      return this.#failed({ code, error, retryAfterMs: null, status: this.#status })
    }
    gateway.log.error('An answer was cut by a fault of the gateway.', {
      id: exchange.id,
      target: target.id,
      error: thrown,
    })
    this.#answer({ type: 'broken', error, sent: this.#sent, unfinished: this.#unfinished })
  }

  #failWithReply(): void {
    const reply = { status: this.#status, headers: this.#headers, bytes: Buffer.concat(this.#body) }
    this.#failed(readFailure(reply, this.#trial.target))
  }

  #fail(code: ErrorCode, what: string | null, message?: string): void {
    this.#upstream?.abort()
    const error = new GatewayError(code, sentenceOf(this.#trial.target, what, message))
    this.#failed({ code, error, retryAfterMs: null, status: this.#status === 0 ? null : this.#status })
  }

  #failed(failure: FailedAttempt & { readonly error: GatewayError }): void {
    this.#stop()
    this.#resolve({ type: 'failed', usage: this.#witness.usageOfFailure, ...failure })
  }

  #answer(ending: Ending): void {
    if (ending.type === 'streamed') this.#linger()
    else this.#stop()
    this.#resolve({ type: 'answered', answer: { ...this.#witness.answer(this.#lane.dropped), ending } })
  }

  #served() {
    const bytesType = this.#stream === null ? null : bytesTypeOf(this.#headers, this.#trial.target.provider)
    return { target: this.#trial.target, model: this.#witness.model, dropped: this.#lane.dropped, bytesType }
  }

  #noteAllowance(headers: FailedReply['headers']): void {
    const { clock, health } = this.#trial.gateway
    const allowance = readAllowance(headers, clock.now())
    if (allowance !== null) health.told(this.#trial.target.id, allowance, clock.monotonicMs())
  }

  #linger(): void {
    this.#stop()
    this.#state = 'lingering'
    this.#upstream?.resume()
    this.#timers.linger(() => {
      this.#upstream?.abort()
      this.#stop()
    })
  }

  #stop(): void {
    this.#state = 'over'
    this.#timers.stop()
  }
}
