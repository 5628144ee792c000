import type { ChatRequest, Message } from '../../core/request.ts'

/**
 * The text that says what is asked now: the last user turn that has any. Of a long one only the beginning and the end
 * are kept, where people put their instructions; so the work on a request is bounded, whatever its size.
 */
export function promptText(request: ChatRequest): string {
  const turn = request.messages.findLast((message) => message.role === 'user' && hasText(message))
  return turn === undefined ? '' : textOf(turn)
}

/** What the operator's own words say of the task, cut in the same way. */
export function instructionText(request: ChatRequest): string {
  const message = request.messages.find(({ role }) => role === 'system' || role === 'developer')
  return message === undefined ? '' : textOf(message)
}

export const TEXT_CHARS_MAX = 8_000

/** Returns a text of at most `TEXT_CHARS_MAX` UTF-16 units. */
export function cutText(text: string): string {
  if (text.length <= TEXT_CHARS_MAX) return text
  return `${text.slice(0, HEAD_CHARS)}\n${text.slice(1 - TAIL_CHARS)}`
}

const TAIL_CHARS = 2_000
const HEAD_CHARS = TEXT_CHARS_MAX - TAIL_CHARS

function hasText({ parts }: Message): boolean {
  return parts.some((part) => part.type === 'text' && part.text !== '')
}

/** Parts are joined only as far as they are kept: a turn may have thousands. */
function textOf({ parts }: Message): string {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return cutText(texts.length === 1 ? (texts[0] ?? '') : texts.map(cutText).join('\n'))
}
