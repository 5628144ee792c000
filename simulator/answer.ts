/** A whole simulated answer, before a wire format gives it a shape. */
export interface Answer {
  /** Of the answer, in the format's own style. */
  readonly id: string
  /** The model's name as the caller wrote it, without prefix and faults. */
  readonly model: string
  readonly createdMs: number
  readonly choices: readonly Choice[]
  /** What it really took. */
  readonly tokens: Tokens
  /** What it says it took: the same, zeros, or nothing at all. */
  readonly reported: Tokens | null
  /** Whether a stream is to end with a usage report, where the format leaves that to the caller. */
  readonly includeUsage: boolean
  /** The prompt itself was refused with a 200, as Gemini does. There are no choices then. */
  readonly isBlocked: boolean
}

export interface Tokens {
  readonly input: number
  /** All output, reasoning included. */
  readonly output: number
  readonly reasoning: number
}

export interface Choice {
  readonly parts: readonly AnswerPart[]
  readonly finish: Finish
  /** The stop sequence that ended the text. */
  readonly stopSequence: string | null
}

export type Finish = 'stop' | 'length' | 'tool-calls' | 'content-filter'

/** Each entry of `tokens` is one billed token and one event of a stream. */
export type AnswerPart =
  | { readonly type: 'text'; readonly tokens: readonly string[]; readonly signature: string | null }
  | { readonly type: 'reasoning'; readonly tokens: readonly string[]; readonly signature: string }
  | {
      readonly type: 'tool-call'
      readonly id: string
      readonly name: string
      /** The arguments as JSON text, in pieces. */
      readonly tokens: readonly string[]
      readonly signature: string | null
    }

/** One event of a stream as it goes on the wire. */
export interface Frame {
  readonly text: string
  /** How many billed tokens it carries. */
  readonly tokens: number
  /** The format's end mark; left out by the fault `no-terminator`. */
  readonly isTerminator: boolean
}

export function frame(text: string, tokens = 0): Frame {
  return { text, tokens, isTerminator: false }
}

/** The text of all parts of one type. */
export function joined(choice: Choice, type: AnswerPart['type']): string {
  let text = ''
  for (const part of choice.parts) if (part.type === type) text += part.tokens.join('')
  return text
}
