import type { ChatEvent } from '../core/event.ts'
import type { ChatRequest, Message } from '../core/request.ts'
import { addUsage, type Usage } from '../core/usage.ts'
import { estimateTextTokens } from '../ledger/text-estimate.ts'
import type { Target } from '../routing/target.ts'
import type { ReplyStream } from './reply-stream.ts'
import type { Transcript } from './transcript.ts'

/** A streamed answer that broke off after its caller had a part of it, to be gone on with by another attempt. */
export interface Continuation {
  /** On its way to the caller, and still open. */
  readonly reply: ReplyStream
  readonly transcript: Transcript
  /** What the attempts before have used: the answer's report is of all of them. */
  readonly usage: Usage
}

/** Whether any model could go on with an answer to this request: what constrains a whole answer cannot be cut. */
export function isContinuable({ sampling, output, stream }: ChatRequest): boolean {
  const isPlain = output.format.type === 'text' && output.audio === undefined
  return stream && isPlain && sampling.logprobs !== true && (sampling.n ?? 1) === 1
}

/** Whether this target's model goes on with an assistant message that stands last. */
export function continuesPrefix({ provider, model }: Target): boolean {
  return provider.continuesPrefix?.(model) ?? false
}

/**
 * The request, with what has been said of its answer as an assistant message that stands last. Space at the end of one
 * is refused by some (Anthropic), so it is left off; `Splice` sees to it that it does not come twice.
 */
export function continuing(request: ChatRequest, { text }: Transcript): ChatRequest {
  const said = text.trimEnd()
  const { messages, output } = request
  const last = messages.at(-1)
  const before = last?.role === 'assistant' ? messages.slice(0, -1) : messages
  const prefix: Message =
    last?.role === 'assistant'
      ? { ...last, parts: [...last.parts, { type: 'text', text: said }] }
      : { role: 'assistant', parts: [{ type: 'text', text: said }] }
  const { reasoning: _, ...rest } = request
  return {
    ...rest,
    // Reasoning comes before an answer and not in the middle of it; Anthropic refuses the two together.
    reasoning: undefined,
    messages: [...before, prefix],
    output:
      output.maxTokens === undefined
        ? output
        : { ...output, maxTokens: Math.max(1, output.maxTokens - estimateTextTokens(said)) },
  }
}

/** Makes the events of the attempt that goes on into those of one answer with what came before. */
export class Splice {
  readonly #usage: Usage
  readonly #openIndex: number
  /** Space that the caller has and the model has not been told of. */
  #owedSpace: string
  #nextIndex: number
  #isOpen = true
  /** From the new attempt's numbers to the answer's; null for a part that is left out. */
  readonly #indexes = new Map<number, number | null>()

  constructor({ transcript, usage }: Continuation) {
    this.#usage = usage
    this.#openIndex = transcript.openIndex
    this.#nextIndex = transcript.openIndex + 1
    this.#owedSpace = transcript.text.slice(transcript.text.trimEnd().length)
  }

  push(event: ChatEvent): readonly ChatEvent[] {
    switch (event.type) {
      case 'start':
        return []
      case 'usage':
        return [{ type: 'usage', usage: addUsage(this.#usage, event.usage) }]
      case 'part-start':
        return this.#onPartStart(event)
      case 'part-delta': {
        const index = this.#indexes.get(event.index) ?? null
        const text = index === this.#openIndex ? this.#withoutOwedSpace(event.text) : event.text
        return index === null || text === '' ? [] : [{ ...event, index, text }]
      }
      case 'part-data':
      case 'part-end': {
        const index = this.#indexes.get(event.index) ?? null
        if (index === null) return []
        if (event.type === 'part-end' && index === this.#openIndex) this.#isOpen = false
        return [{ ...event, index }]
      }
      case 'finish':
        return [...this.#closeOpen(), event]
      case 'ping':
      case 'error':
        return [event]
    }
  }

  #onPartStart(event: ChatEvent & { type: 'part-start' }): readonly ChatEvent[] {
    if (this.#isOpen && event.part === 'reasoning') {
      this.#indexes.set(event.index, null)
      return []
    }
    const isSameText = this.#isOpen && event.part === 'text'
    this.#indexes.set(event.index, isSameText ? this.#openIndex : this.#nextIndex)
    if (isSameText) return []
    const closed = this.#closeOpen()
    return [...closed, { ...event, index: this.#nextIndex++ }]
  }

  #closeOpen(): ChatEvent[] {
    if (!this.#isOpen) return []
    this.#isOpen = false
    return [{ type: 'part-end', choice: 0, index: this.#openIndex }]
  }

  #withoutOwedSpace(text: string): string {
    let same = 0
    while (same < text.length && same < this.#owedSpace.length && text[same] === this.#owedSpace[same]) same++
    this.#owedSpace = same === text.length ? this.#owedSpace.slice(same) : ''
    return text.slice(same)
  }
}
