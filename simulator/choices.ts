import type { AnswerPart, Choice, Finish, Tokens } from './answer.ts'
import type { Ask } from './ask.ts'
import type { Fault } from './fault.ts'
import type { Model, ModelContext } from './models.ts'
import { partsOf } from './models.ts'
import { tokensOf } from './text.ts'

/** All choices of an answer: what the model says, held to the caller's limits, then bent by the faults. */
export function choicesOf(
  model: Model,
  ask: Ask,
  context: Omit<ModelContext, 'choice'>,
  fault: Fault,
): readonly Choice[] {
  return Array.from({ length: ask.choices }, (_, choice) => {
    const parts = partsOf(model, ask, { ...context, choice }).map((part) => bent(part, fault))
    const whole = limited(parts, ask)
    return fault.finish === undefined ? whole : filtered(whole)
  })
}

/** What the choices cost. */
export function tokensIn(choices: readonly Choice[], input: number): Tokens {
  let output = 0
  let reasoning = 0
  for (const { parts } of choices) {
    for (const part of parts) {
      output += part.tokens.length
      if (part.type === 'reasoning') reasoning += part.tokens.length
    }
  }
  return { input, output, reasoning }
}

function bent(part: AnswerPart, fault: Fault): AnswerPart {
  if (part.type === 'tool-call' && fault.duplicateIds === true) return { ...part, id: 'duplicate' }
  if (part.type === 'text' && fault.bodyBytes !== undefined) {
    return { ...part, tokens: ['x'.repeat(fault.bodyBytes)] }
  }
  return part
}

/**
 * Cuts text at the first stop sequence, then at the token limit. Reasoning and tool calls count but are never cut: a
 * signature covers the one, and half of the other would not be JSON.
 */
function limited(parts: readonly AnswerPart[], ask: Ask): Choice {
  let finish: Finish = parts.some((part) => part.type === 'tool-call') ? 'tool-calls' : 'stop'
  let stopSequence: string | null = null
  let left = ask.maxTokens ?? Number.POSITIVE_INFINITY
  for (const part of parts) if (part.type !== 'text') left = Math.max(0, left - part.tokens.length)
  const kept = parts.map((part) => {
    if (part.type !== 'text') return part
    const stop = cutAtStop(part.tokens, ask.stop)
    stopSequence ??= stop.sequence
    if (stop.tokens.length > left) {
      finish = 'length'
      stopSequence = null
    }
    const tokens = stop.tokens.slice(0, left)
    left -= tokens.length
    return { ...part, tokens }
  })
  return { parts: kept, finish, stopSequence }
}

function cutAtStop(tokens: readonly string[], sequences: readonly string[]) {
  const text = sequences.length === 0 ? '' : tokens.join('')
  let first: { at: number; sequence: string | null } = { at: Number.POSITIVE_INFINITY, sequence: null }
  for (const sequence of sequences) {
    const at = text.indexOf(sequence)
    if (at !== -1 && at < first.at) first = { at, sequence }
  }
  return {
    tokens: first.sequence === null ? tokens : tokensOf(text.slice(0, first.at)),
    sequence: first.sequence,
  }
}

/** A filter lets half of the text pass. */
function filtered({ parts }: Choice): Choice {
  const half = parts.map((part) =>
    part.type === 'text'
      ? { ...part, tokens: part.tokens.slice(0, Math.ceil(part.tokens.length / 2)) }
      : part,
  )
  return { parts: half, finish: 'content-filter', stopSequence: null }
}
