import { type JsonObject, parseJsonObject } from '../core/json.ts'

/**
 * Argument text as the object that `tool_use.input` must be. No arguments are an empty object; text that is not a JSON
 * object is a model's mistake, and is shown as it is under `_raw` rather than mended or lost.
 */
export function toolInput(text: string): JsonObject {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed === 'null') return {}
  return parseJsonObject(trimmed) ?? { _raw: text }
}
