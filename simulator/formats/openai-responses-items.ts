import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { AskImage } from '../ask.ts'
import { Failure } from '../failure.ts'
import { reasoningSubject, sign } from '../signature.ts'
import type { TextCount } from './fields.ts'
import { base64Bytes, isGiven, listAt, textAt } from './fields.ts'
import { missing, wrongType, wrongValue } from './openai-chat-invalid.ts'

const ROLES = ['assistant', 'system', 'developer', 'user']

/** The items of a conversation; text alone is one message of the user's. */
export function readItems(body: JsonObject, count: TextCount): readonly JsonObject[] {
  const input = body['input']
  if (!isGiven(input)) throw missing('input')
  if (typeof input === 'string') {
    count.add(input)
    return [{ type: 'message', role: 'user', content: input }]
  }
  if (!Array.isArray(input)) throw wrongType('input', 'one of a string or an array of items', input)
  return input.map((item: JsonValue, index) => readItem(item, `input[${index}]`, count))
}

function readItem(item: JsonValue, path: string, count: TextCount): JsonObject {
  if (!isJsonObject(item)) throw wrongType(path, 'an object', item)
  const type = textAt(item, 'type') ?? 'message'
  switch (type) {
    case 'message': {
      const role = item['role']
      if (typeof role !== 'string' || !ROLES.includes(role)) throw wrongValue(`${path}.role`, role, ROLES)
      countContent(
        item['content'],
        `${path}.content`,
        role === 'assistant' ? 'output_text' : 'input_text',
        count,
      )
      break
    }
    case 'function_call':
      for (const name of ['call_id', 'name', 'arguments'])
        if (textAt(item, name) === null) throw missing(`${path}.${name}`)
      count.add(textAt(item, 'name'))
      count.add(textAt(item, 'arguments'))
      break
    case 'function_call_output':
      if (textAt(item, 'call_id') === null) throw missing(`${path}.call_id`)
      countContent(item['output'], `${path}.output`, 'input_text', count)
      break
    default:
      count.addJson(item)
  }
  return { ...item, type }
}

function countContent(
  content: JsonValue | undefined,
  path: string,
  textType: 'input_text' | 'output_text',
  count: TextCount,
): void {
  if (typeof content === 'string') return count.add(content)
  if (!Array.isArray(content)) throw wrongType(path, 'one of a string or an array of parts', content)
  content.forEach((part: JsonValue, index) => {
    if (!isJsonObject(part)) throw wrongType(`${path}[${index}]`, 'an object', part)
    const type = textAt(part, 'type')
    if (type === null) throw missing(`${path}[${index}].type`)
    if (type.endsWith('put_text') && type !== textType)
      throw wrongValue(`${path}[${index}].type`, type, [textType])
    count.add(textAt(part, 'text'))
  })
}

/** Every output must answer a call, and every call must have been answered when the model is to speak. */
export function checkCalls(items: readonly JsonObject[]): void {
  const open = new Set<string>()
  for (const item of items) {
    const id = textAt(item, 'call_id') ?? ''
    if (item['type'] === 'function_call') open.add(id)
    if (item['type'] === 'function_call_output' && !open.delete(id)) {
      const message = `No tool call found for function call output with call_id ${id}.`
      throw new Failure('invalid', message, { param: 'input' })
    }
  }
  const [left] = open
  if (left === undefined) return
  const message = `No tool output found for function call ${left}.`
  throw new Failure('invalid', message, { param: 'input' })
}

/** What is encrypted must be as it was issued; a model that signs wants it before its calls. */
export function checkReasoning(items: readonly JsonObject[], seed: number, isSigned: boolean): void {
  items.forEach((item, index) => {
    if (item['type'] !== 'reasoning') return
    const text = (listAt(item, 'summary') ?? [])
      .filter(isJsonObject)
      .map((part) => textAt(part, 'text') ?? '')
    const encrypted = textAt(item, 'encrypted_content')
    if (encrypted === sign(seed, reasoningSubject(text.join('')))) return
    const message = `The encrypted content for item ${textAt(item, 'id')} could not be verified.`
    throw new Failure('invalid', message, { param: `input[${index}]`, code: 'invalid_encrypted_content' })
  })
  if (!isSigned) return
  const lastUser = items.findLastIndex((item) => item['type'] === 'message' && item['role'] === 'user')
  const turn = items.slice(lastUser + 1)
  const isCalled = turn.some((item) => item['type'] === 'function_call')
  if (!isCalled || turn.some((item) => item['type'] === 'reasoning')) return
  const message = "Item of type 'function_call' was provided without its required 'reasoning' item."
  throw new Failure('invalid', message, { param: 'input' })
}

function textOf(item: JsonObject): string {
  const content = item['content'] ?? item['output']
  if (typeof content === 'string') return content
  const parts = Array.isArray(content) ? content.filter(isJsonObject) : []
  return parts.map((part) => textAt(part, 'text') ?? '').join('')
}

export function lastUserText(items: readonly JsonObject[]): string {
  const last = items.findLast((item) => item['role'] === 'user' && textOf(item) !== '')
  return last === undefined ? '' : textOf(last)
}

export function lastResults(items: readonly JsonObject[]): readonly string[] {
  const start = items.findLastIndex((item) => item['type'] !== 'function_call_output') + 1
  return items.slice(start).map(textOf)
}

export function imagesIn(item: JsonObject): readonly AskImage[] {
  return (listAt(item, 'content') ?? []).filter(isJsonObject).flatMap((part): AskImage[] => {
    const url = textAt(part, 'image_url')
    if (url === null) return []
    const inline = /^data:([^;,]+);base64,/.exec(url)
    if (inline === null) return [{ mediaType: null, bytes: null }]
    return [{ mediaType: inline[1] ?? null, bytes: base64Bytes(url.slice(inline[0].length)) }]
  })
}
