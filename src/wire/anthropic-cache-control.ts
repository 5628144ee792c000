import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import type { CacheMark } from '../core/request.ts'

/** A `cache_control` as Anthropic writes it: https://platform.claude.com/docs/en/build-with-claude/prompt-caching */
export function readMark(value: JsonValue | undefined): CacheMark | undefined {
  if (!isJsonObject(value) || value.type !== 'ephemeral') return undefined
  return value.ttl === '5m' || value.ttl === '1h' ? { ttl: value.ttl } : {}
}

/** As fields to spread into a block: nothing where there is no mark. */
export function markFields(mark: CacheMark | undefined): JsonObject {
  return mark === undefined ? {} : { cache_control: writeMark(mark) }
}

export function writeMark(mark: CacheMark): JsonObject {
  return mark.ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl: mark.ttl }
}
