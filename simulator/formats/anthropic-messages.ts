import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { AskImage } from '../ask.ts'
import { Failure } from '../failure.ts'
import { reasoningSubject, sign } from '../signature.ts'
import { base64Bytes, isGiven, objectAt, type TextCount, textAt } from './fields.ts'

type Role = 'user' | 'assistant' | 'system'

/** A turn: the messages of one role that follow each other, as the API merges them. */
export interface Turn {
  readonly role: Role
  readonly blocks: JsonObject[]
}

/** Checks each message and its blocks, and merges those of one role. */
export function readMessages(body: JsonObject, count: TextCount, seed: number): readonly Turn[] {
  const messages = body['messages']
  if (!isGiven(messages)) throw invalid('messages: Field required')
  if (!Array.isArray(messages)) throw invalid('messages: Input should be a valid list')
  if (messages.length === 0) throw invalid('messages: at least one message is required')
  const turns: Turn[] = []
  messages.forEach((message: JsonValue, index) => {
    const turn = readMessage(message, index, index === messages.length - 1)
    turn.blocks.forEach((block, place) => {
      checkBlock(block, turn.role, `messages.${index}.content.${place}`, count, seed)
    })
    const before = turns.at(-1)
    if (turn.role === 'system' && (before === undefined || before.role === 'assistant'))
      throw invalid(MISPLACED)
    if (before?.role === turn.role) before.blocks.push(...turn.blocks)
    else turns.push(turn)
  })
  checkPrefill(turns)
  return turns
}

/**
 * Newer models take system messages in the midst:
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 */
const MISPLACED =
  'messages: a "system" message must come immediately after a user turn; the first system prompt goes into the ' +
  'top-level `system` parameter.'

function readMessage(message: JsonValue, index: number, isLast: boolean): Turn {
  if (!isJsonObject(message)) throw invalid(`messages.${index}: Input should be a valid dictionary`)
  const { role, content } = message
  if (role === undefined) throw invalid(`messages.${index}.role: Field required`)
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    throw invalid(
      `messages: Unexpected role "${String(role)}". Allowed roles are "user", "assistant" or "system".`,
    )
  }
  if (typeof content !== 'string' && !Array.isArray(content)) {
    throw invalid(
      `messages.${index}.content: ${isGiven(content) ? 'Input should be a valid list' : 'Field required'}`,
    )
  }
  if (content.length === 0 && !(isLast && role === 'assistant')) {
    throw invalid(
      `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
    )
  }
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content.filter(isJsonObject)
  return { role, blocks: content.length === 0 ? [] : blocks }
}

const TOOL_ID = /^[a-zA-Z0-9_-]+$/
const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

function checkBlock(block: JsonObject, role: Role, place: string, count: TextCount, seed: number): void {
  if (block['type'] === undefined) throw invalid(`${place}.type: Field required`)
  switch (block['type']) {
    case 'text': {
      const text = textAt(block, 'text')
      if (text === null) throw invalid(`${place}.text.text: Field required`)
      if (text === '') throw invalid('messages: text content blocks must be non-empty')
      return count.add(text)
    }
    case 'image':
      return checkImage(block, place)
    case 'tool_use':
      return checkToolUse(block, role, place, count)
    case 'tool_result':
      return checkToolResult(block, role, place, count)
    case 'thinking':
      return checkThinking(block, role, place, seed)
    default: // Others are not checked.
  }
}

function checkImage(block: JsonObject, place: string): void {
  const source = objectAt(block, 'source')
  if (source === null) throw invalid(`${place}.image.source: Field required`)
  if (source['type'] !== 'base64') return
  if (!IMAGES.includes(textAt(source, 'media_type') ?? '')) {
    const allowed = IMAGES.map((type) => `'${type}'`).join(', ')
    throw invalid(`${place}.image.source.base64.media_type: Input should be ${allowed}`)
  }
  if (textAt(source, 'data') === null) throw invalid(`${place}.image.source.base64.data: Field required`)
}

function checkToolUse(block: JsonObject, role: Role, place: string, count: TextCount): void {
  if (role !== 'assistant')
    throw invalid(`${place}: \`tool_use\` blocks can only be in \`assistant\` messages`)
  if (!TOOL_ID.test(textAt(block, 'id') ?? '')) {
    throw invalid(`${place}.tool_use.id: String should match pattern '${TOOL_ID.source}'`)
  }
  if (textAt(block, 'name') === null) throw invalid(`${place}.tool_use.name: Field required`)
  if (objectAt(block, 'input') === null)
    throw invalid(`${place}.tool_use.input: Input should be a valid dictionary`)
  count.add(textAt(block, 'name'))
  count.addJson(block['input'])
}

function checkToolResult(block: JsonObject, role: Role, place: string, count: TextCount): void {
  if (role !== 'user') throw invalid(`${place}: \`tool_result\` blocks can only be in \`user\` messages`)
  if (textAt(block, 'tool_use_id') === null) throw invalid(`${place}.tool_result.tool_use_id: Field required`)
  const content = block['content']
  if (isGiven(content) && typeof content !== 'string' && !Array.isArray(content)) {
    throw invalid(`${place}.tool_result.content: Input should be a valid list`)
  }
  count.add(resultText(block))
}

/** The signature must be one that was issued for this very text. */
function checkThinking(block: JsonObject, role: Role, place: string, seed: number): void {
  if (role !== 'assistant')
    throw invalid(`${place}: \`thinking\` blocks can only be in \`assistant\` messages`)
  const text = textAt(block, 'thinking')
  if (text === null) throw invalid(`${place}.thinking.thinking: Field required`)
  const signature = textAt(block, 'signature')
  if (signature === null) throw invalid(`${place}.thinking.signature: Field required`)
  if (signature !== sign(seed, reasoningSubject(text))) {
    throw invalid(`${place}: Invalid \`signature\` in \`thinking\` block`)
  }
}

function checkPrefill(turns: readonly Turn[]): void {
  const last = turns.at(-1)
  const block = last?.role === 'assistant' ? last.blocks.at(-1) : undefined
  if (block?.['type'] === 'text' && /\s$/.test(textAt(block, 'text') ?? '')) {
    throw invalid('messages: final assistant content cannot end with trailing whitespace')
  }
}

/** The text of a tool result, which is a string or a list of blocks. */
function resultText(block: JsonObject): string {
  const content = block['content']
  if (typeof content === 'string') return content
  const blocks = Array.isArray(content) ? content.filter(isJsonObject) : []
  return blocks.map((inner) => textAt(inner, 'text') ?? '').join('')
}

function textOf(turn: Turn): string {
  return turn.blocks.map((block) => (block['type'] === 'text' ? (textAt(block, 'text') ?? '') : '')).join('')
}

export function lastUserText(turns: readonly Turn[]): string {
  const last = turns.findLast((turn) => turn.role === 'user' && textOf(turn) !== '')
  return last === undefined ? '' : textOf(last)
}

/** What the answer is to begin with: the text of a last message that is the model's own. */
export function prefixOf(turns: readonly Turn[]): string {
  const last = turns.at(-1)
  return last !== undefined && last.role === 'assistant' ? textOf(last) : ''
}

/** Tool results of the last turn, unless the user says something after them. */
export function lastResults(turns: readonly Turn[]): readonly string[] {
  const last = turns.findLast(({ role }) => role !== 'system')
  if (last?.role !== 'user' || textOf(last) !== '') return []
  return last.blocks.filter((block) => block['type'] === 'tool_result').map(resultText)
}

/** Images of a turn, those inside its tool results too. */
export function imagesIn(turn: Turn): readonly AskImage[] {
  const inner = turn.blocks.flatMap((block) => {
    const content = block['type'] === 'tool_result' ? block['content'] : undefined
    return [block, ...(Array.isArray(content) ? content.filter(isJsonObject) : [])]
  })
  return inner.flatMap((block): AskImage[] => {
    const source = block['type'] === 'image' ? objectAt(block, 'source') : null
    if (source === null) return []
    if (source['type'] !== 'base64') return [{ mediaType: null, bytes: null }]
    return [{ mediaType: textAt(source, 'media_type'), bytes: base64Bytes(textAt(source, 'data') ?? '') }]
  })
}

function invalid(message: string): Failure {
  return new Failure('invalid', message)
}
