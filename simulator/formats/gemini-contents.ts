import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { AskImage } from '../ask.ts'
import { Failure } from '../failure.ts'
import { base64Bytes, isGiven, listAt, type TextCount, textAt } from './fields.ts'

export interface Content {
  readonly role: 'user' | 'model'
  readonly parts: readonly JsonObject[]
}

/** Checks each content and its parts. A missing role is the user's; `function` is an old name for it. */
export function readContents(body: JsonObject, count: TextCount): readonly Content[] {
  const contents = body['contents']
  if (!Array.isArray(contents) || contents.length === 0) {
    throw invalid('* GenerateContentRequest.contents: contents is not specified\n')
  }
  return contents.map((content: JsonValue, index) => {
    if (!isJsonObject(content)) throw invalid(`Invalid value at 'contents[${index}]'`)
    const role = content['role'] ?? 'user'
    if (role !== 'user' && role !== 'model' && role !== 'function') {
      throw invalid('Please use a valid role: user, model.')
    }
    const parts = (listAt(content, 'parts') ?? []).filter(isJsonObject)
    if (parts.length === 0) {
      throw invalid(`* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.\n`)
    }
    parts.forEach((part, place) => checkPart(part, `contents[${index}].parts[${place}]`, count))
    return { role: role === 'model' ? 'model' : 'user', parts }
  })
}

/** Protocol buffers as JSON: a field may be spelled in camel case or in snake case. */
export function either(object: JsonObject, key: string): JsonValue | undefined {
  return object[key] ?? object[key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]
}

export function invalid(message: string): Failure {
  return new Failure('invalid', message)
}

const DATA = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
]

function checkPart(part: JsonObject, path: string, count: TextCount): void {
  const given = DATA.filter((key) => isGiven(either(part, key)))
  if (given.length === 0) {
    const message = "required oneof field 'data' must have one initialized field"
    throw invalid(`* GenerateContentRequest.${path}.data: ${message}\n`)
  }
  if (given.length > 1) {
    throw invalid(
      `Invalid value at '${path}' (oneof), oneof field 'data' is already set. Cannot set '${given[1]}'`,
    )
  }
  count.add(textAt(part, 'text'))
  const call = either(part, 'functionCall')
  if (isJsonObject(call)) {
    if ((textAt(call, 'name') ?? '') === '') throw unnamed(`${path}.function_call`)
    count.add(textAt(call, 'name'))
    count.addJson(call['args'])
  }
  const response = either(part, 'functionResponse')
  if (isJsonObject(response)) {
    if ((textAt(response, 'name') ?? '') === '') throw unnamed(`${path}.function_response`)
    if (!isJsonObject(response['response'])) {
      throw invalid(
        `Invalid value at '${path}.function_response.response' (type.googleapis.com/google.protobuf.Struct)`,
      )
    }
    count.add(resultText(response))
  }
}

function unnamed(path: string): Failure {
  return invalid(`* GenerateContentRequest.${path}.name: Name cannot be empty.\n`)
}

/** What a tool said: the one text of the response object where it holds just that, else the object as JSON. */
function resultText(response: JsonObject): string {
  const fields = isJsonObject(response['response']) ? response['response'] : {}
  const values = Object.values(fields)
  const only = values.length === 1 ? values[0] : undefined
  return typeof only === 'string' ? only : JSON.stringify(fields)
}

function textOf(content: Content): string {
  return content.parts.map((part) => textAt(part, 'text') ?? '').join('')
}

export function lastUserText(contents: readonly Content[]): string {
  const last = contents.findLast((content) => content.role === 'user' && textOf(content) !== '')
  return last === undefined ? '' : textOf(last)
}

/** What the answer is to begin with: the text of a last message that is the model's own. */
export function prefixOf(contents: readonly Content[]): string {
  const last = contents.at(-1)
  return last !== undefined && last.role === 'model' ? textOf(last) : ''
}

/** Tool results of the last content, unless the user says something with them. */
export function lastResults(contents: readonly Content[]): readonly string[] {
  const last = contents.at(-1)
  if (last?.role !== 'user' || textOf(last) !== '') return []
  return last.parts.flatMap((part) => {
    const response = either(part, 'functionResponse')
    return isJsonObject(response) ? [resultText(response)] : []
  })
}

/** Images of a content, those inside its function responses too. */
export function imagesIn(content: Content): readonly AskImage[] {
  const inner = content.parts.flatMap((part) => {
    const response = either(part, 'functionResponse')
    const parts = isJsonObject(response) ? (listAt(response, 'parts') ?? []) : []
    return [part, ...parts.filter(isJsonObject)]
  })
  return inner.flatMap((part): AskImage[] => {
    const inline = either(part, 'inlineData')
    if (isJsonObject(inline)) {
      const mediaType = either(inline, 'mimeType')
      if (typeof mediaType !== 'string' || !mediaType.startsWith('image/')) return []
      return [{ mediaType, bytes: base64Bytes(textAt(inline, 'data') ?? '') }]
    }
    const file = either(part, 'fileData')
    if (!isJsonObject(file)) return []
    const mediaType = either(file, 'mimeType')
    return [{ mediaType: typeof mediaType === 'string' ? mediaType : null, bytes: null }]
  })
}
