import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts'

/** A message as Anthropic's SDK gives it, without what says nothing: nulls, empty citations, zero counts. */
export function plain(message: unknown): JsonObject {
  const value = clean(JSON.parse(JSON.stringify(message)) as JsonValue)
  return isJsonObject(value) ? value : {}
}

function clean(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(clean)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).flatMap(([name, field]): [string, JsonValue][] => {
    if (field === null || field === undefined) return []
    if (name === 'citations' && Array.isArray(field) && field.length === 0) return []
    return [[name, clean(field)]]
  })
  return Object.fromEntries(entries)
}

/** The figures that money hangs on, and the sum of the cache writes. */
export function counts(message: JsonObject): JsonObject {
  const usage = isJsonObject(message.usage) ? message.usage : {}
  return {
    input: usage.input_tokens ?? 0,
    output: usage.output_tokens ?? 0,
    read: usage.cache_read_input_tokens ?? 0,
    written: usage.cache_creation_input_tokens ?? 0,
  }
}
