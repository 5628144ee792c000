import type { JsonObject } from '../../core/json.ts'

/** The same response, ended by an error. `error` is `{ code, message }`. */
export function failedResponse(response: JsonObject, error: JsonObject): JsonObject {
  return { ...response, status: 'failed', error }
}
