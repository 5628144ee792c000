import type { JsonObject, JsonValue } from '../core/json.ts'
import { isJsonObject } from '../core/json.ts'

/**
 * Words of the Chat Completions format that both its callers' side and its providers' side read and write:
 * https://platform.openai.com/docs/api-reference/chat
 */

/**
 * Top-level fields that speak to a gateway and not to a model: ours, OpenRouter's and LiteLLM's. They are kept in the
 * request's extras, and reach only an upstream that is itself a gateway. `portolan` reaches none.
 */
export const ROUTING_FIELDS: ReadonlySet<string> = new Set(
  (
    'portolan provider models route plugins transforms preset session_id trace debug usage ' +
    'fallbacks num_retries drop_params guardrails tags cache mock_response'
  ).split(' '),
)

type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] }

/** The same object without the fields that are `undefined`, as `exactOptionalPropertyTypes` wants it. */
export function defined<T extends object>(fields: T): Optional<T> & Required<T> {
  const kept: Record<string, unknown> = {}
  for (const name in fields) {
    if (fields[name] !== undefined) kept[name] = fields[name]
  }
  return kept as Optional<T> & Required<T> // The loop has just made it true.
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** The objects of a list; anything else in it, or anything but a list, counts as nothing. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null
}

/** A base64 `data:` URL in its parts; null for every other URL. */
export function readDataUrl(url: string): { mediaType: string; data: string } | null {
  if (!url.startsWith('data:')) return null
  const comma = url.indexOf(',')
  const head = url.slice('data:'.length, comma)
  if (comma === -1 || !head.endsWith(';base64')) return null
  return { mediaType: head.slice(0, -';base64'.length), data: url.slice(comma + 1) }
}

export function dataUrl(mediaType: string, base64: string): string {
  return `data:${mediaType};base64,${base64}`
}

/** Formats of `input_audio` whose media type has another name. */
const AUDIO_TYPES: Readonly<Record<string, string>> = { mp3: 'mpeg', pcm16: 'pcm' }

export function audioMediaType(format: string): string {
  return `audio/${AUDIO_TYPES[format] ?? format}`
}

export function audioFormat(mediaType: string): string {
  const name = mediaType.replace(/^audio\/(x-)?/, '').replace(/;.*$/, '')
  const known = Object.entries(AUDIO_TYPES).find(([, type]) => type === name)
  return known === undefined ? name : known[0]
}

/** Gemini's signature where its OpenAI endpoint puts it: `extra_content.google.thought_signature`. */
export function readThoughtSignature(holder: JsonObject): string {
  const google = objectOf(objectOf(holder.extra_content)?.google)
  return textOf(google?.thought_signature)
}

export function thoughtSignature(value: string): JsonObject {
  return { google: { thought_signature: value } }
}
