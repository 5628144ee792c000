import { schemaValue } from './schema-value.ts'
import type { Random } from '../src/core/ports.ts'
import type { AnswerPart } from './answer.ts'
import type { Ask, AskTool } from './ask.ts'
import type { FaultRule } from './fault.ts'
import { reasoningSubject, sign, TEXT_SUBJECT, toolCallSubject } from './signature.ts'
import { seededRandom } from './seeded.ts'
import { lorem, piecesOf, tokensOf } from './text.ts'

/** A simulated model: what it says, and how it misbehaves by nature. */
export interface Model {
  answer(ask: Ask, context: ModelContext): readonly AnswerPart[]
  readonly fault?: FaultRule
  /** Signs its reasoning, and wants the signature back with the results of its tool calls. */
  readonly isSigned?: boolean
}

export interface ModelContext {
  readonly name: string
  readonly seed: number
  /** Which of the several answers that were asked for, from 0. */
  readonly choice: number
  /** Makes an id in the wire format's style. */
  callId(): string
}

/** How the model `slow` behaves. */
export interface Latency {
  readonly firstTokenMs: number
  readonly paceMs: number
}

export const MODEL_NAMES = [
  'echo',
  'lorem',
  'tools',
  'tools-parallel',
  'think',
  'json',
  'vision',
  'slow',
  'flaky',
] as const

/** The model of this name; `error-NNN` for any status from 400 to 599. Null: there is none. */
export function findModel(name: string, slow: Latency): Model | null {
  switch (name) {
    case 'echo':
      return { answer: echo }
    case 'lorem':
      return { answer: seededText }
    case 'tools':
      return { answer: (ask, context) => useTools(ask, context, 1) }
    case 'tools-parallel':
      return { answer: (ask, context) => useTools(ask, context, 2) }
    case 'think':
      return { answer: think, isSigned: true }
    case 'json':
      return { answer: json }
    case 'vision':
      return { answer: vision }
    case 'slow':
      return { answer: echo, fault: slow }
    case 'flaky':
      return { answer: echo, fault: { status: 503, rate: 0.5 } }
  }
  const status = /^error-([45]\d\d)$/.exec(name)?.[1]
  return status === undefined ? null : { answer: echo, fault: { status: Number(status) } }
}

/** A caller who insists on a tool call gets one from any model, as from the real ones. */
export function partsOf(model: Model, ask: Ask, context: ModelContext): readonly AnswerPart[] {
  const parts = withoutPrefix(model.answer(ask, context), ask.prefix)
  if (ask.toolUse !== 'required' || parts.some((part) => part.type === 'tool-call')) return parts
  if (ask.toolResults.length > 0) return parts
  return ask.tools.slice(0, 1).map((tool) => call(tool, ask, context))
}

/** A caller who gives the beginning of the answer gets the rest of it. */
function withoutPrefix(parts: readonly AnswerPart[], prefix: string): readonly AnswerPart[] {
  const whole = parts.map((part) => (part.type === 'text' ? part.tokens.join('') : '')).join('')
  if (prefix === '' || !whole.startsWith(prefix)) return parts
  return parts.flatMap((part) =>
    part.type === 'text' ? [{ ...part, tokens: tokensOf(whole.slice(prefix.length)) }] : [],
  )
}

function echo(ask: Ask): readonly AnswerPart[] {
  return [text(tokensOf(ask.lastUserText))]
}

/** One token more than allowed, so that the limit is what ends the text and the finish reason says so. */
function seededText(ask: Ask, context: ModelContext): readonly AnswerPart[] {
  // What the caller has of it already does not count against his limit.
  const before = tokensOf(ask.prefix).length
  const count = ask.maxTokens === null ? LOREM_TOKENS : before + Math.min(ask.maxTokens, LOREM_TOKENS_MAX) + 1
  return [text(lorem(randomOf(ask, context), count))]
}

const LOREM_TOKENS = 64
const LOREM_TOKENS_MAX = 128_000

/** Of a long text the ends and the length will do: hashing all of it would be most of an answer's cost. */
function randomOf({ lastUserText }: Ask, { name, seed, choice }: ModelContext): Random {
  const ends = lastUserText.length <= 128 ? lastUserText : lastUserText.slice(0, 64) + lastUserText.slice(-64)
  return seededRandom(`${seed} ${name} ${choice} ${lastUserText.length} ${ends}`)
}

function useTools(ask: Ask, context: ModelContext, callsMax: number): readonly AnswerPart[] {
  if (ask.toolResults.length > 0) return [quoted(ask)]
  if (ask.tools.length === 0 || ask.toolUse === 'none') return [text(tokensOf('There is no tool to call.'))]
  const count = ask.parallelTools ? callsMax : 1
  return ask.tools.slice(0, count).map((tool) => call(tool, ask, context))
}

function quoted(ask: Ask): AnswerPart {
  return text(tokensOf(`The tool said: ${ask.toolResults.join(' ')}`))
}

/** Reasons first; then calls a tool, quotes a tool's result, or repeats the user's words. */
function think(ask: Ask, context: ModelContext): readonly AnswerPart[] {
  const isAtWork = ask.toolResults.length > 0 || (ask.tools.length > 0 && ask.toolUse !== 'none')
  const says = isAtWork ? useTools(ask, context, 1) : echo(ask)
  if (!ask.reasons) return says
  const tokens = lorem(randomOf(ask, context), REASONING_TOKENS)
  const signature = sign(context.seed, reasoningSubject(tokens.join('')))
  return [{ type: 'reasoning', tokens, signature }, ...says.map((part) => signed(part, context.seed))]
}

const REASONING_TOKENS = 16

function signed(part: AnswerPart, seed: number): AnswerPart {
  if (part.type === 'text') return { ...part, signature: sign(seed, TEXT_SUBJECT) }
  if (part.type === 'reasoning') return part
  const args: unknown = JSON.parse(part.tokens.join(''))
  return { ...part, signature: sign(seed, toolCallSubject(part.name, args)) }
}

function json(ask: Ask): readonly AnswerPart[] {
  const hint = tokensOf(ask.lastUserText)[0] ?? 'word'
  const schema = ask.json?.schema ?? null
  const value = schema === null ? { answer: ask.lastUserText } : schemaValue(schema, hint)
  return [text(piecesOf(JSON.stringify(value)))]
}

function vision(ask: Ask): readonly AnswerPart[] {
  const seen = ask.images.map(({ mediaType, bytes }) =>
    bytes === null ? `${mediaType ?? 'an image'} by URL` : `${mediaType ?? 'unknown'} ${bytes} bytes`,
  )
  return [text(tokensOf(seen.length === 0 ? 'No image.' : `${seen.join(', ')}.`))]
}

function text(tokens: readonly string[]): AnswerPart {
  return { type: 'text', tokens, signature: null }
}

function call(tool: AskTool, ask: Ask, context: ModelContext): AnswerPart {
  const hint = tokensOf(ask.lastUserText)[0] ?? 'word'
  const args = JSON.stringify(schemaValue(tool.schema, hint))
  return { type: 'tool-call', id: context.callId(), name: tool.name, tokens: piecesOf(args), signature: null }
}
