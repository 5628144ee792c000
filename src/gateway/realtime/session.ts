import type { Channel } from '../../core/channel.ts'
import { type ErrorCode, GatewayError } from '../../core/error.ts'
import { addUsage, NO_USAGE, type Usage } from '../../core/usage.ts'
import { costOf } from '../../ledger/cost.ts'
import { priceOf } from '../../routing/target.ts'
import { readRealtimeUsage } from '../../wire/openai-realtime.ts'
import type { Nanos } from '../../core/money.ts'
import { servedBy } from '../admit.ts'
import type { Answer, Ending } from '../answer.ts'
import type { Admission } from '../books.ts'
import type { Exchange } from '../exchange.ts'
import { sentenceOf } from '../failed-reply.ts'
import type { Gateway } from '../gateway.ts'
import { type Connected, noteAttempt } from './connect.ts'

export interface SessionParts {
  readonly exchange: Exchange
  readonly admission: Admission
  readonly connected: Connected
  readonly caller: Channel
  /** The longest that a session may last. */
  readonly totalMs: number
}

/** Carries messages both ways until one side goes. Never rejects. */
export function holdSession(parts: SessionParts, gateway: Gateway): Promise<Answer> {
  return new Promise((resolve) => new Session(parts, gateway, resolve).begin())
}

class Session {
  readonly #parts: SessionParts
  readonly #gateway: Gateway
  readonly #resolve: (answer: Answer) => void
  #usage: Usage = NO_USAGE
  #costNanos: Nanos | null = 0
  #requestBytes = 0
  #responseBytes = 0
  #isOver = false
  #total: NodeJS.Timeout | null = null

  constructor(parts: SessionParts, gateway: Gateway, resolve: (answer: Answer) => void) {
    this.#parts = parts
    this.#gateway = gateway
    this.#resolve = resolve
  }

  begin(): void {
    const { exchange, caller, connected, totalMs } = this.#parts
    const provider = connected.channel
    exchange.interrupt = () => this.#break('shutting_down', 'the gateway is stopping', GOING_AWAY)
    this.#total = setTimeout(
      () => this.#break('deadline_exceeded', 'the session is too long', POLICY),
      totalMs,
    )
    caller.listen({
      onMessage: (data, isText) => {
        this.#requestBytes += data.length
        if (!provider.send(data, isText)) caller.pause()
      },
      onDrain: () => provider.resume(),
      onClose: (code, reason) => {
        provider.close(passable(code), reason)
        this.#end(code === LOST ? { type: 'abandoned', sent: [] } : ENDED)
      },
    })
    provider.listen({
      onMessage: (data, isText) => {
        this.#responseBytes += data.length
        if (!caller.send(data, isText)) provider.pause()
        if (isText) this.#read(data)
      },
      onDrain: () => caller.resume(),
      onClose: (code, reason) => {
        if (code === LOST) return this.#break('stream_interrupted', 'the provider broke off', FAULT)
        this.#end(ENDED)
        caller.close(passable(code), reason)
      },
    })
  }

  #read(message: Buffer): void {
    const usage = readRealtimeUsage(message)
    if (usage === null || this.#isOver) return
    const { exchange, admission, connected } = this.#parts
    const { books, clock } = this.#gateway
    const cost = costOf(usage, priceOf(connected.target, exchange.timeMs))
    this.#usage = addUsage(this.#usage, usage)
    this.#costNanos = cost === null || this.#costNanos === null ? null : this.#costNanos + cost
    const { inputTokens, outputTokens } = this.#usage
    const now = clock.now()
    books.progress(
      admission,
      outputTokens,
      now,
      servedBy(connected.target, now, exchange.snapshot.catalogueVersion),
    )
    const most = { tokens: inputTokens + outputTokens, costNanos: this.#costNanos }
    if (books.covers(admission, most, now)) return
    this.#break('budget_exhausted', 'a budget is used up', POLICY)
  }

  /** The caller is told why in his own protocol, and in its closing. */
  #break(code: ErrorCode, reason: string, closing: number): void {
    if (this.#isOver) return
    const { exchange, caller, connected } = this.#parts
    const error = new GatewayError(code, sentenceOf(connected.target, `ended the session: ${reason}`))
    const { error: said } = exchange.incoming.dialect.renderError(error, exchange.id)
    caller.send(Buffer.from(JSON.stringify({ type: 'error', error: said })), true)
    this.#end({ type: 'broken', error, sent: [], unfinished: null })
    connected.channel.close(GOING_AWAY, '')
    caller.close(closing, reason)
  }

  #end(ending: Ending): void {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#total !== null) clearTimeout(this.#total)
    const { exchange, connected } = this.#parts
    const { target, startedAtMs } = connected
    const usage = this.#usage
    const code = ending.type === 'broken' ? ending.error.code : null
    const { clock, health } = this.#gateway
    const durationMs = clock.monotonicMs() - startedAtMs
    exchange.waitedMs = clock.monotonicMs() - exchange.startedAtMs
    // How long people talk says nothing of a provider.
    if (code === 'stream_interrupted')
      health.failed(target.id, { code, retryAfterMs: null, durationMs }, clock.monotonicMs())
    else health.saidNothing(target.id, durationMs, clock.monotonicMs())
    noteAttempt(
      exchange,
      connected,
      { status: SWITCHED, code, usage, costNanos: this.#costNanos },
      this.#gateway,
    )
    this.#resolve({
      target,
      model: target.model,
      finishReason: null,
      usage,
      usageSource: 'provider',
      costNanos: this.#costNanos,
      isEmpty: false,
      ttftMs: null,
      dropped: [],
      ending,
      passed: { status: SWITCHED, requestBytes: this.#requestBytes, responseBytes: this.#responseBytes },
    })
  }
}

const ENDED: Ending = { type: 'streamed', last: null, sent: [] }
const SWITCHED = 101

/** RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001
const LOST = 1006
const POLICY = 1008
const FAULT = 1011

/** Some codes are only read and never sent. */
function passable(code: number): number {
  const isSendable = (code >= 1000 && code <= 1014 && ![1004, 1005, LOST].includes(code)) || code >= 3000
  return isSendable ? code : 1000
}
