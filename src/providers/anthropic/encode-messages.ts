import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/request.ts'
import type { PartEncoder } from './encode-parts.ts'
import type { ClaudeModel } from './model.ts'

interface Turn {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: readonly JsonObject[]
}

interface Encoded {
  readonly system: string | readonly JsonObject[] | undefined
  readonly messages: readonly JsonObject[]
}

/**
 * The conversation as Anthropic wants it: instructions apart, then user and assistant by turns, with tool results
 * first in a user turn. Instructions inside the conversation stay in place, as a system turn where the model takes
 * one there and otherwise as the user's text, named in `dropped`.
 */
export function encodeMessages(
  messages: readonly Message[],
  parts: PartEncoder,
  model: ClaudeModel,
  dropped: Set<string>,
): Encoded {
  const start = messages.findIndex((message) => !isInstruction(message))
  const opening = start === -1 ? messages : messages.slice(0, start)
  const turns: Turn[] = []
  for (let index = opening.length; index < messages.length; index++) {
    const message = messages[index] as Message // Within bounds.
    const content = parts.blocks(message.parts)
    if (message.name !== undefined) dropped.add('messages.name')
    if (content.length === 0) continue
    const role = roleOf(message, turns.at(-1), messages.slice(index + 1), model)
    if (isInstruction(message) && role === 'user') dropped.add('messages.role')
    append(turns, { role, content })
  }
  return {
    system: systemField(opening.flatMap((message) => parts.blocks(message.parts))),
    messages: withTrimmedPrefill(turns).map(({ role, content }) => ({
      role,
      content: resultsFirst(content),
    })),
  }
}

function isInstruction({ role }: Message): boolean {
  return role === 'system' || role === 'developer'
}

/** A system turn may stand only after a user's turn, with the assistant's or nothing after it. */
function roleOf(
  message: Message,
  before: Turn | undefined,
  after: readonly Message[],
  model: ClaudeModel,
): Turn['role'] {
  if (message.role === 'assistant') return 'assistant'
  if (!isInstruction(message)) return 'user'
  // Blocks of Anthropic's own, such as a tool added on the way, mean nothing elsewhere: the caller knows the model.
  if (message.parts.some(({ type }) => type === 'opaque')) return 'system'
  const next = after.find((message) => !isInstruction(message))
  const fits =
    before !== undefined && before.role !== 'assistant' && (next === undefined || next.role === 'assistant')
  return model.takesSystemTurns && fits ? 'system' : 'user'
}

function append(turns: Turn[], turn: Turn): void {
  const last = turns.at(-1)
  if (last?.role !== turn.role) turns.push(turn)
  else turns[turns.length - 1] = { ...last, content: [...last.content, ...turn.content] }
}

function resultsFirst(content: readonly JsonObject[]): JsonObject[] {
  const isResult = ({ type }: JsonObject) => type === 'tool_result'
  return [...content.filter(isResult), ...content.filter((block) => !isResult(block))]
}

/** Anthropic refuses an answer begun by the caller that ends in white space. */
function withTrimmedPrefill(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.at(-1)
  const block = last?.content.at(-1)
  if (last?.role !== 'assistant' || block?.type !== 'text' || typeof block.text !== 'string') return turns
  const content = [...last.content.slice(0, -1), { ...block, text: block.text.trimEnd() }]
  return [...turns.slice(0, -1), { ...last, content }]
}

/** One plain text goes as a string; anything more, or marked, as blocks. */
function systemField(blocks: readonly JsonObject[]): Encoded['system'] {
  const [first] = blocks
  if (first === undefined) return undefined
  const isPlain = blocks.length === 1 && first.type === 'text' && !isJsonObject(first.cache_control)
  return isPlain && typeof first.text === 'string' ? first.text : blocks
}
