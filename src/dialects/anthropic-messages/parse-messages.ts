import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Message, Part } from '../../core/request.ts'
import { fail, isList, objectsOf, optionalList } from './fields.ts'
import { parseBlocks } from './parse-blocks.ts'

/** The top-level `system`, as the first message. */
export function parseSystem(body: JsonObject): Message[] {
  const parts = parseContent(body.system ?? undefined, 'system')
  return parts.length === 0 ? [] : [{ role: 'system', parts }]
}

/**
 * `messages`. A user turn holds tool results and other blocks side by side; here the results make a `tool` message of
 * their own, before the rest, which is the only order that Anthropic allows.
 */
export function parseMessages(body: JsonObject): Message[] {
  const list = optionalList(body, 'messages') ?? fail('', 'messages', 'a list')
  const messages = objectsOf(list, 'messages').flatMap(({ object, path }) => parseMessage(object, path))
  return withToolNames(messages)
}

function parseMessage(message: JsonObject, path: string): Message[] {
  const parts = parseContent(message.content, `${path}.content`)
  switch (message.role) {
    case 'user':
      return splitResults(parts)
    case 'assistant':
    case 'system':
      return [{ role: message.role, parts }]
    default:
      return fail(path, 'role', 'one of user, assistant, system')
  }
}

function parseContent(content: JsonValue | undefined, path: string): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  if (content === undefined) return path === 'system' ? [] : fail('', path, 'a string or a list')
  return isList(content) ? parseBlocks(content, path) : fail('', path, 'a string or a list')
}

function splitResults(parts: readonly Part[]): Message[] {
  const results = parts.filter((part) => part.type === 'tool-result')
  const others = parts.filter((part) => part.type !== 'tool-result')
  if (results.length === 0) return [{ role: 'user', parts: others }]
  const answer: Message = { role: 'tool', parts: results }
  return others.length === 0 ? [answer] : [answer, { role: 'user', parts: others }]
}

/** Results name only the call; some providers want the tool's name as well. Ids may be used again in a later turn. */
function withToolNames(messages: readonly Message[]): Message[] {
  const names = new Map<string, string>()
  const named = (part: Part): Part => {
    if (part.type === 'tool-call') names.set(part.id, part.name)
    const name = part.type === 'tool-result' ? names.get(part.callId) : undefined
    return part.type === 'tool-result' && name !== undefined ? { ...part, name } : part
  }
  return messages.map((message) => ({ ...message, parts: message.parts.map(named) }))
}
