import type { JsonObject } from '../src/core/json.ts'

/** The fields of a `multipart/form-data` body as text, and its files by the length that they have as such. */
export function formFields(text: string): JsonObject {
  const fields: Record<string, string | number> = {}
  for (const [, name = '', isFile, value = ''] of text.matchAll(PART)) {
    fields[name] = isFile === undefined ? value : value.length
  }
  return fields
}

const PART =
  /content-disposition: form-data; name="([^"]+)"(; filename="[^"]*")?(?:\r\n[^\r]+)*\r\n\r\n([\s\S]*?)\r\n--/gi
