import type { Completion } from '../../src/core/collect.ts'
import type { FinishReason } from '../../src/core/event.ts'
import type { JsonValue } from '../../src/core/json.ts'
import type { Part } from '../../src/core/request.ts'

/** What an answer says, whatever the format it is written in. How it is cut into parts is no part of it. */
export interface Substance {
  readonly text: string
  readonly reasoning: string
  readonly refusal: string
  readonly calls: readonly Call[]
  /** Null where the answer broke off. */
  readonly finish: FinishReason | null
  /** Null where nothing was counted. */
  readonly usage: Counts | null
}

/** The arguments parsed. */
export type Call = readonly [name: string, input: JsonValue]

export interface Counts {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly reasoning: number
}

export const FIELDS = ['text', 'reasoning', 'refusal', 'calls', 'finish', 'usage'] as const

export const NOTHING_SAID: Substance = {
  text: '',
  reasoning: '',
  refusal: '',
  calls: [],
  finish: null,
  usage: null,
}

/** Of the canonical form. */
export function substanceOf({ choices, usage, error }: Completion): Substance {
  const parts = choices[0]?.parts ?? []
  return {
    text: joined(parts, 'text'),
    reasoning: joined(parts, 'reasoning'),
    refusal: joined(parts, 'refusal'),
    calls: parts.flatMap((part): Call[] =>
      part.type === 'tool-call'
        ? [[part.name, part.custom === true ? part.arguments : input(part.arguments)]]
        : [],
    ),
    finish: error === null ? (choices[0]?.finish?.reason ?? null) : null,
    usage: counted({
      input: usage?.inputTokens,
      output: usage?.outputTokens,
      cacheRead: usage?.cacheReadTokens,
      cacheWrite: usage === null ? 0 : usage.cacheWriteTokens + usage.cacheWrite1hTokens,
      reasoning: usage?.reasoningTokens,
    }),
  }
}

/** Argument text as what it stands for. Text that is not JSON, a model's mistake, stands for itself. */
export function input(text: string): JsonValue {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as JsonValue // What `JSON.parse` returns is one.
  } catch {
    return text
  }
}

/** Counts that are all zero say no more than none. */
export function counted(figures: Readonly<Record<keyof Counts, unknown>>): Counts | null {
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  const counts = {
    input: number(figures.input),
    output: number(figures.output),
    cacheRead: number(figures.cacheRead),
    cacheWrite: number(figures.cacheWrite),
    reasoning: number(figures.reasoning),
  }
  return Object.values(counts).every((count) => count === 0) ? null : counts
}

function joined(parts: readonly Part[], type: 'text' | 'reasoning' | 'refusal'): string {
  return parts.flatMap((part) => (part.type === type ? [part.text] : [])).join('')
}
