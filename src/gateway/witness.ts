import type { ChatEvent } from '../core/event.ts'
import type { Usage } from '../core/usage.ts'
import { costOf } from '../ledger/cost.ts'
import { priceOf } from '../routing/target.ts'
import type { Answer, Unfinished } from './answer.ts'
import { Observer, seeAll } from './observer.ts'
import type { ReplyStream } from './reply-stream.ts'
import { Transcript } from './transcript.ts'
import type { Trial } from './trial.ts'

const PROGRESS_MS = 1_000

/** Sees an attempt's answer pass by, and can say afterwards what it came to. */
export class Witness {
  readonly #trial: Trial
  readonly #observer = new Observer()
  /** Kept only where somebody else may have to go on with the answer. */
  readonly #transcript: Transcript | null
  readonly #startedAtMs: number
  #ttftMs: number | null = null
  #progressAtMs = 0

  constructor(trial: Trial) {
    this.#trial = trial
    this.#startedAtMs = trial.gateway.clock.monotonicMs()
    const { keepsTranscript, continuation } = trial
    this.#transcript = keepsTranscript ? (continuation?.transcript.copy() ?? new Transcript()) : null
  }

  /** `shown` is what the caller is told, where that is not the same. */
  see(events: readonly ChatEvent[], shown: readonly ChatEvent[] = events): Observer {
    seeAll(this.#observer, events)
    if (this.#transcript !== null) for (const event of shown) this.#transcript.push(event)
    return this.#observer
  }

  /** The answer has come this far in a stream. */
  sawPiece(): void {
    if (this.#observer.hasContent)
      this.#ttftMs ??= this.#trial.gateway.clock.monotonicMs() - this.#startedAtMs
  }

  /** Says now and then how far a long answer is. False before any of it has come. */
  pace(): boolean {
    if (!this.#observer.hasContent) return false
    const now = this.#trial.gateway.clock.monotonicMs()
    if (now - this.#progressAtMs < PROGRESS_MS) return true
    if (this.#progressAtMs !== 0) this.#trial.onProgress(this.#observer.outputTokensEstimated)
    this.#progressAtMs = now
    return true
  }

  get model(): string {
    return this.#observer.model ?? this.#trial.target.model
  }

  /** What was probably used, however the attempt ended. */
  get usage(): Usage {
    return this.#observer.usage(expectedOf(this.#trial)).usage
  }

  /** The same for an attempt that failed: nothing is charged for a refusal. */
  get usageOfFailure(): Usage | null {
    return this.#observer.hasContent ? this.usage : null
  }

  unfinished(reply: ReplyStream | undefined): Unfinished | null {
    return reply === undefined || this.#transcript === null ? null : { reply, transcript: this.#transcript }
  }

  answer(dropped: readonly string[]): Omit<Answer, 'ending'> {
    const { exchange, target, asked } = this.#trial
    const { usage, source } = this.#observer.usage(expectedOf(this.#trial))
    return {
      target,
      model: this.model,
      finishReason: this.#observer.finishReason,
      usage,
      usageSource: source,
      // What is no chat has no parts to see.
      isEmpty: asked.operation === undefined && this.#observer.isEmpty,
      costNanos: costOf(usage, priceOf(target, exchange.timeMs)),
      ttftMs: this.#ttftMs,
      dropped,
    }
  }
}

/** What an estimate goes by: no answer is longer than was asked for, and so than was reserved. */
function expectedOf({ asked, inputTokensEstimated: inputTokens }: Trial) {
  const { output, sampling } = asked.request
  const outputTokensMax =
    output.maxTokens === undefined ? Number.POSITIVE_INFINITY : output.maxTokens * (sampling.n ?? 1)
  return { inputTokens, outputTokensMax }
}
