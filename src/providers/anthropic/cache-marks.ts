import type { JsonObject, JsonValue } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'

/** https://platform.claude.com/docs/en/build-with-claude/prompt-caching: more are refused. */
const MARKS_MAX = 4

/**
 * Takes away the first marks of a request that has too many. A later one covers all that an earlier one does, and in a
 * growing conversation it is the later ones that the next request will find again.
 */
export function limitMarks(body: JsonObject): { readonly body: JsonObject; readonly removed: number } {
  const places = [body.tools, body.system, body.messages]
  const automatic = body.cache_control === undefined ? 0 : 1
  const removed = Math.max(
    places.reduce<number>((sum, place) => sum + count(place), automatic) - MARKS_MAX,
    0,
  )
  if (removed === 0) return { body, removed }
  const left = { toRemove: removed }
  const entries = ['tools', 'system', 'messages'].map((name) => [name, without(body[name], left)])
  return { body: { ...body, ...Object.fromEntries(entries) }, removed }
}

function count(value: JsonValue | undefined): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + count(item), 0)
  if (!isJsonObject(value)) return 0
  return (value.cache_control === undefined ? 0 : 1) + count(value.content)
}

function without(value: JsonValue | undefined, left: { toRemove: number }): JsonValue | undefined {
  if (isList(value)) return value.map((item) => without(item, left) ?? null)
  if (!isJsonObject(value)) return value
  // Inner blocks come before the end of the one that holds them.
  const inner = value.content === undefined ? value : { ...value, content: without(value.content, left) }
  if (inner.cache_control === undefined || left.toRemove === 0) return inner
  left.toRemove--
  const { cache_control: _, ...unmarked } = inner
  return unmarked
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}
