export interface TaggedText {
  readonly kind: 'text' | 'reasoning'
  readonly text: string
}

const OPENING = '<think>'
const CLOSING = '</think>'

/**
 * Splits `<think>reasoning</think>text`, wherever the deltas cut it. Only a tag that opens the answer counts, so that
 * an answer may speak of the tag.
 */
export class ThinkTags {
  #state: 'before' | 'inside' | 'behind' | 'text' = 'before'
  /** What may still turn out to be a tag, or white space around one. */
  #held = ''

  push(text: string): readonly TaggedText[] {
    this.#held += text
    const pieces: TaggedText[] = []
    if (this.#state === 'before') this.#readOpening()
    if (this.#state === 'inside') this.#readInside(pieces)
    if (this.#state === 'behind') this.#readBehind()
    if (this.#state === 'text') this.#give(pieces, 'text', this.#held.length)
    return pieces
  }

  /** The text has ended: what was held was no tag. */
  end(): readonly TaggedText[] {
    const pieces: TaggedText[] = []
    if (this.#state !== 'behind')
      this.#give(pieces, this.#state === 'inside' ? 'reasoning' : 'text', this.#held.length)
    return pieces
  }

  #readOpening(): void {
    const seen = this.#held.trimStart()
    if (seen.startsWith(OPENING)) {
      this.#held = seen.slice(OPENING.length)
      this.#state = 'inside'
    } else if (!OPENING.startsWith(seen)) this.#state = 'text'
  }

  #readInside(pieces: TaggedText[]): void {
    const end = this.#held.indexOf(CLOSING)
    if (end === -1) {
      this.#give(pieces, 'reasoning', this.#held.length - heldBack(this.#held))
      return
    }
    this.#give(pieces, 'reasoning', end)
    this.#held = this.#held.slice(CLOSING.length)
    this.#state = 'behind'
  }

  /** Models put blank lines between the tag and the answer. */
  #readBehind(): void {
    this.#held = this.#held.trimStart()
    if (this.#held !== '') this.#state = 'text'
  }

  #give(pieces: TaggedText[], kind: TaggedText['kind'], length: number): void {
    const text = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    if (text !== '') pieces.push({ kind, text })
  }
}

/** How much of the end of `text` could be the start of the closing tag. */
function heldBack(text: string): number {
  for (let length = Math.min(CLOSING.length - 1, text.length); length > 0; length--) {
    if (CLOSING.startsWith(text.slice(-length))) return length
  }
  return 0
}
