import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'

/**
 * The fields of one message of Google's API, in either of the spellings that it takes: `maxOutputTokens` or
 * `max_output_tokens`. What is below, such as a call's arguments, keeps the names it has.
 * https://protobuf.dev/programming-guides/json
 */
export function googleFields(object: JsonObject, path: string): Fields {
  return new Fields(camelCased(object), path)
}

export function nestedFields(fields: Fields, name: string): Fields {
  return googleFields(fields.object(name) ?? {}, fields.path(name))
}

/** The messages of a list. Google takes one message for a list of one. */
export function listedFields(fields: Fields, name: string): readonly Fields[] {
  const value = fields.take(name)
  if (value === undefined) return []
  if (isJsonObject(value)) return [googleFields(value, fields.path(name))]
  if (!isList(value)) throw invalid(fields.path(name), 'an array', value)
  return value.map((item, index) => {
    const path = `${fields.path(name)}[${index}]`
    if (!isJsonObject(item)) throw invalid(path, 'an object', item)
    return googleFields(item, path)
  })
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function camelCased(object: JsonObject): JsonObject {
  const names = Object.keys(object)
  if (!names.some((name) => name.includes('_'))) return object
  const cased: Record<string, JsonValue | undefined> = {}
  for (const name of names) {
    const camel = name.replace(/(?<=.)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    if (camel === name || !(camel in object)) cased[camel] = object[name]
  }
  return cased
}
