import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { AskImage } from '../ask.ts'
import { Failure } from '../failure.ts'
import type { TextCount } from './fields.ts'
import { base64Bytes, isGiven, listAt, objectAt, textAt } from './fields.ts'
import { missing, wrongType, wrongValue } from './openai-chat-invalid.ts'

/** Checks the messages one by one; that tool results fit their calls is for `openai-chat-order.ts`. */
export function readMessages(body: JsonObject, count: TextCount): readonly JsonObject[] {
  const messages = body['messages']
  if (!isGiven(messages)) throw missing('messages')
  if (!Array.isArray(messages)) throw wrongType('messages', 'an array of objects', messages)
  if (messages.length === 0) {
    const message =
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead."
    throw new Failure('invalid', message, { param: 'messages', code: 'empty_array' })
  }
  return messages.map((message: JsonValue, index) => readMessage(message, `messages[${index}]`, count))
}

const ROLES = ['system', 'assistant', 'user', 'tool', 'developer', 'function']
const PARTS = ['text', 'image_url', 'input_audio', 'refusal', 'file']

function readMessage(message: JsonValue, path: string, count: TextCount): JsonObject {
  if (!isJsonObject(message)) throw wrongType(path, 'an object', message)
  const role = message['role']
  if (!isGiven(role)) throw missing(`${path}.role`)
  if (typeof role !== 'string' || !ROLES.includes(role)) throw wrongValue(`${path}.role`, role, ROLES)
  const content = message['content']
  if (typeof content === 'string') count.add(content)
  else if (Array.isArray(content)) {
    content.forEach((part, index) => checkPart(part, `${path}.content[${index}]`, count))
  } else if (isGiven(content) || role !== 'assistant') {
    throw wrongType(`${path}.content`, 'one of a string or array of objects', content)
  } else if (!isGiven(message['tool_calls']) && !isGiven(message['refusal'])) {
    throw wrongType(`${path}.content`, 'a string', content)
  }
  if (role === 'tool' && textAt(message, 'tool_call_id') === null) throw missing(`${path}.tool_call_id`)
  if (isGiven(message['tool_calls'])) checkCalls(message['tool_calls'], `${path}.tool_calls`, count)
  return message
}

function checkPart(part: JsonValue, path: string, count: TextCount): void {
  if (!isJsonObject(part)) throw wrongType(path, 'an object', part)
  const type = textAt(part, 'type')
  if (type === null) throw missing(`${path}.type`)
  if (!PARTS.includes(type)) throw wrongValue(`${path}.type`, type, PARTS)
  if (type === 'text' && textAt(part, 'text') === null) throw missing(`${path}.text`)
  if (type === 'image_url' && textAt(objectAt(part, 'image_url') ?? {}, 'url') === null) {
    throw missing(`${path}.image_url.url`)
  }
  count.add(textAt(part, 'text'))
}

function checkCalls(calls: JsonValue | undefined, path: string, count: TextCount): void {
  if (!Array.isArray(calls)) throw wrongType(path, 'an array of objects', calls)
  calls.forEach((call: JsonValue, index) => {
    const place = `${path}[${index}]`
    if (!isJsonObject(call)) throw wrongType(place, 'an object', call)
    if (textAt(call, 'id') === null) throw missing(`${place}.id`)
    if (call['type'] === 'custom') return count.addJson(call['custom'])
    if (call['type'] !== 'function') throw wrongValue(`${place}.type`, call['type'], ['function', 'custom'])
    const called = objectAt(call, 'function') ?? {}
    if (textAt(called, 'name') === null) throw missing(`${place}.function.name`)
    const args = called['arguments']
    if (typeof args !== 'string') throw wrongType(`${place}.function.arguments`, 'a string', args)
    count.add(textAt(called, 'name'))
    count.add(args)
  })
}

/** The text of a message, whichever way it is written. */
function textOf(message: JsonObject): string {
  const content = message['content']
  if (typeof content === 'string') return content
  const parts = Array.isArray(content) ? content.filter(isJsonObject) : []
  return parts.map((part) => textAt(part, 'text') ?? '').join('')
}

export function lastUserText(messages: readonly JsonObject[]): string {
  const last = messages.findLast((message) => message['role'] === 'user' && textOf(message) !== '')
  return last === undefined ? '' : textOf(last)
}

/** What the answer is to begin with: the text of a last message that is the model's own. */
export function prefixOf(messages: readonly JsonObject[]): string {
  const last = messages.at(-1)
  return last !== undefined && last['role'] === 'assistant' ? textOf(last) : ''
}

/** Results that end the conversation. A user message with only media may follow: that is how images of results come. */
export function lastResults(messages: readonly JsonObject[]): readonly string[] {
  const end = messages.findLastIndex((message) => message['role'] !== 'user' || textOf(message) !== '') + 1
  let start = end
  while (messages[start - 1]?.['role'] === 'tool') start--
  return messages.slice(start, end).map(textOf)
}

export function imagesIn(message: JsonObject): readonly AskImage[] {
  return (listAt(message, 'content') ?? []).filter(isJsonObject).flatMap((part): AskImage[] => {
    const url = textAt(objectAt(part, 'image_url') ?? {}, 'url')
    if (url === null) return []
    const inline = /^data:([^;,]+);base64,/.exec(url)
    if (inline === null) return [{ mediaType: null, bytes: null }]
    return [{ mediaType: inline[1] ?? null, bytes: base64Bytes(url.slice(inline[0].length)) }]
  })
}
