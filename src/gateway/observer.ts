import type { ErrorEvent, ChatEvent, FinishReason } from '../core/event.ts'
import { type Usage, type UsageSource, usageOf } from '../core/usage.ts'
import { TextEstimate } from '../ledger/text-estimate.ts'

/** What the books need to know of an answer, gathered while it passes by. */
export class Observer {
  readonly #text = new TextEstimate()
  #usage: Usage | null = null
  #hasContent = false
  model: string | null = null
  finishReason: FinishReason | null = null
  error: ErrorEvent | null = null
  isFinished = false
  /** Nothing was said, not even in pieces without text in them. */
  isEmpty = true

  see(event: ChatEvent): void {
    switch (event.type) {
      case 'start':
        if (event.model !== '') this.model = event.model
        return
      case 'part-delta':
        this.#hasContent = true
        this.#text.add(event.text)
        if (event.text !== '') this.isEmpty = false
        return
      case 'part-data':
      case 'part-start':
        this.#hasContent ||=
          event.type === 'part-data' || event.part === 'tool-call' || event.part === 'opaque'
        if (event.type === 'part-data' || event.part === 'tool-call' || event.part === 'opaque')
          this.isEmpty = false
        return
      case 'usage':
        this.#usage = event.usage
        return
      case 'finish':
        this.isFinished = true
        if (event.choice === 0) this.finishReason = event.reason
        return
      case 'error':
        this.error = event
        return
      case 'part-end':
      case 'ping':
        return
    }
  }

  /** Whether anything of the answer itself has come: from then on its time to first token is known. */
  get hasContent(): boolean {
    return this.#hasContent
  }

  get outputTokensEstimated(): number {
    return this.#text.tokens
  }

  /**
   * The provider's figures; where it gave none, or the answer was cut before its last word on them, what was seen.
   * A cut answer's own figures count where they are higher than the estimate.
   */
  usage(expected: Expected): { readonly usage: Usage; readonly source: UsageSource } {
    const said = this.#usage
    const isSaid =
      said !== null && (said.inputTokens > 0 || said.outputTokens > 0 || said.units !== undefined)
    if (isSaid && this.isFinished) return { usage: said, source: 'provider' }
    const inputTokens = isSaid && said.inputTokens > 0 ? said.inputTokens : expected.inputTokens
    const estimated = Math.min(this.outputTokensEstimated, expected.outputTokensMax)
    const outputTokens = Math.max(said?.outputTokens ?? 0, estimated)
    return { usage: usageOf({ ...said, inputTokens, outputTokens }), source: 'estimated' }
  }
}

/** What is taken for used where nobody says. */
export interface Expected {
  readonly inputTokens: number
  readonly outputTokensMax: number
}

/** The same for a completion that came whole. */
export function seeAll(observer: Observer, events: readonly ChatEvent[]): void {
  for (const event of events) observer.see(event)
}
