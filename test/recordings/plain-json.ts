import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../src/core/json.ts'
import type { Recording } from '../recordings.ts'

/** What was recorded of an answer: one body, or the frames of a stream. */
export type Recorded = Pick<Recording, 'body' | 'frames'>

/** The JSON objects that an answer is made of; `[DONE]` and the like are none. */
export function objectsIn({ body, frames }: Recorded): JsonObject[] {
  if (body !== null) return [body]
  return (frames ?? []).map(({ data }) => parseJsonObject(data)).filter((value) => value !== null)
}

export function object(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

export function list(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

export function string(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
