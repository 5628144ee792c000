import type { WireFormat } from '../../src/core/request.ts'
import type {
  UpstreamExchange,
  UpstreamFailure,
  UpstreamHandler,
  UpstreamRequest,
} from '../../src/core/upstream.ts'
import type { Fate } from './random-fate.ts'
import type { UpstreamAnswer } from './upstream-answer.ts'
import type { VirtualTime, VirtualTimer } from './virtual-time.ts'

/** One thing that a provider does, so long after the one before. */
export type Step = { readonly afterMs: number } & (
  | { readonly type: 'head'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  /** `frames`: how many whole frames of the answer are there with it. */
  | { readonly type: 'data'; readonly bytes: Buffer; readonly frames: number }
  | { readonly type: 'end' }
  | { readonly type: 'failure'; readonly failure: UpstreamFailure }
)

export interface UpstreamCallParts {
  readonly number: number
  readonly providerName: string
  readonly wire: WireFormat
  readonly model: string
  readonly request: UpstreamRequest
  readonly isStreamed: boolean
  readonly fate: Fate
  readonly answer: UpstreamAnswer
  readonly time: VirtualTime
  readonly handler: UpstreamHandler
}

/** One call as its provider saw it. */
export class UpstreamCall implements UpstreamExchange {
  readonly parts: UpstreamCallParts
  readonly atMs: number
  /** See `VirtualTime.stamp`. */
  readonly stamp: number
  /** Which caller it was for: see `RandomRequest.number`. */
  readonly callerNumber: number
  /** Of the head, once that was sent. */
  status: number | null = null
  /** How many frames of the answer have been sent whole. */
  framesSent = 0
  /** Null while it is open. */
  ending: 'ended' | 'failed' | 'aborted' | null = null
  endedAtMs: number | null = null
  #script: Step[] = []
  #isPaused = false
  #timer: VirtualTimer | null = null

  constructor(parts: UpstreamCallParts) {
    const { request, time } = parts
    this.parts = parts
    this.atMs = time.monotonicMs()
    this.stamp = time.stamp()
    this.callerNumber = Number(/caller-(\d+)/.exec(request.body.toString())?.[1] ?? Number.NaN)
  }

  /** Whether what it sends is a stream, which need not be what was asked for. */
  get sendsStream(): boolean {
    const { fate, isStreamed } = this.parts
    return fate.type === 'answered' && fate.delivery.isOtherForm ? !isStreamed : isStreamed
  }

  /** Whether all of its answer has been sent, but for what may follow the end. */
  get isFinished(): boolean {
    const { answer } = this.parts
    return this.framesSent >= (this.sendsStream ? answer.framesToFinish : answer.frames.length)
  }

  /** Whether the last word on its usage has been sent, which in a stream may come after the end of the answer. */
  get hasSaidUsage(): boolean {
    const { frames, reports } = this.parts.answer
    return this.framesSent >= frames.length - 1 && (this.sendsStream ? reports.stream : reports.whole)
  }

  /** What is due at once is done before this returns. */
  play(script: readonly Step[]): void {
    this.#script = [...script]
    this.#next()
  }

  abort(): void {
    if (this.ending !== null) return
    this.#end('aborted')
    this.#timer?.cancel()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    if (this.ending === null && this.#timer === null)
      this.#timer = this.parts.time.after(0, () => this.#next())
  }

  #next(): void {
    this.#timer = null
    for (let step = this.#script[0]; step !== undefined && this.ending === null; step = this.#script[0]) {
      // A reader who has stopped reading still learns that the connection has broken.
      if (this.#isPaused && step.type !== 'failure') return
      if (step.afterMs > 0) {
        this.#script[0] = { ...step, afterMs: 0 }
        this.#timer = this.parts.time.after(step.afterMs, () => this.#next())
        return
      }
      this.#script.shift()
      this.#do(step)
    }
  }

  #do(step: Step): void {
    const { handler } = this.parts
    switch (step.type) {
      case 'head':
        this.status = step.status
        return handler.onHeaders(step.status, step.headers)
      case 'data':
        this.framesSent = step.frames
        return handler.onData(step.bytes)
      case 'end':
        this.#end('ended')
        return handler.onEnd()
      case 'failure':
        this.#end('failed')
        return handler.onFailure(step.failure)
    }
  }

  #end(ending: NonNullable<UpstreamCall['ending']>): void {
    this.ending = ending
    this.endedAtMs = this.parts.time.monotonicMs()
  }
}
