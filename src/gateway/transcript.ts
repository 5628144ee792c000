import type { ChatEvent, PartKind, StartEvent } from '../core/event.ts'

interface SaidPart {
  readonly kind: PartKind
  text: string
  isEnded: boolean
}

/** More than this is not gone on with: to send it all again would cost more than to begin anew. */
const TEXT_CHARS_MAX = 1_000_000

/** What a caller has been told of a streamed answer, kept while it may have to be gone on with elsewhere. */
export class Transcript {
  #start: StartEvent | null = null
  readonly #parts = new Map<number, SaidPart>()
  #chars = 0
  /** Something came that no other model could go on from: a second choice, a picture, a signature. */
  #isSealed = false

  push(event: ChatEvent): void {
    if ('choice' in event && event.choice !== 0) {
      this.#isSealed = true
      return
    }
    switch (event.type) {
      case 'start':
        this.#start ??= event
        return
      case 'part-start':
        this.#parts.set(event.index, { kind: event.part, text: '', isEnded: false })
        return
      case 'part-delta': {
        const part = this.#parts.get(event.index)
        if (part === undefined || this.#chars > TEXT_CHARS_MAX) return
        part.text += event.text
        this.#chars += event.text.length
        return
      }
      case 'part-data':
        // The signature of reasoning that is over belongs to what need not be repeated.
        this.#isSealed ||= this.#parts.get(event.index)?.kind !== 'reasoning'
        return
      case 'part-end': {
        const part = this.#parts.get(event.index)
        if (part !== undefined) part.isEnded = true
        return
      }
      case 'usage':
      case 'ping':
      case 'finish':
      case 'error':
        return
    }
  }

  /** Whether the answer stands in the middle of plain text, with nothing but text and finished reasoning before it. */
  get canContinue(): boolean {
    if (this.#isSealed || this.#start === null || this.#chars > TEXT_CHARS_MAX) return false
    const parts = [...this.#parts.values()]
    const last = parts.pop()
    return (
      last?.kind === 'text' &&
      !last.isEnded &&
      this.text.trim() !== '' &&
      parts.every(({ kind, isEnded }) => isEnded && (kind === 'text' || kind === 'reasoning'))
    )
  }

  /** All the text so far, without the reasoning before it. */
  get text(): string {
    let text = ''
    for (const part of this.#parts.values()) if (part.kind === 'text') text += part.text
    return text
  }

  /** The part that is open. Only where `canContinue`. */
  get openIndex(): number {
    return this.#parts.size - 1
  }

  /** What has been said, as the fewest events that say it. */
  events(): ChatEvent[] {
    const events: ChatEvent[] = this.#start === null ? [] : [this.#start]
    for (const [index, { kind, text, isEnded }] of this.#parts) {
      events.push({ type: 'part-start', choice: 0, index, part: kind })
      if (text !== '') events.push({ type: 'part-delta', choice: 0, index, text })
      if (isEnded) events.push({ type: 'part-end', choice: 0, index })
    }
    return events
  }

  /** One of its own to go on with. */
  copy(): Transcript {
    const copy = new Transcript()
    for (const event of this.events()) copy.push(event)
    return copy
  }
}
