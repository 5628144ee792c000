import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { CacheMark, Extras, MediaPart, Part } from '../../core/request.ts'
import { audioMediaType, defined, objectsOf, readDataUrl, textOf } from '../../wire/openai-chat.ts'
import { Fields, invalid } from './fields.ts'

const EXPECTED = 'a string or an array of parts'

/** `content` of a message: text, or parts. Part types that are not known are kept for their owner. */
export function parseContent(message: Fields): readonly Part[] {
  const content = message.take('content')
  if (content === undefined) return []
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  if (!Array.isArray(content)) throw invalid(message.path('content'), EXPECTED, content)
  return message.list('content', 'an object with a type').map(parsePart)
}

/** Text parts of an empty string say nothing, and several providers refuse them; but a mark on one is kept. */
function parsePart(part: Fields): Part {
  switch (part.string('type')) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return parseText(part)
    case 'refusal':
      return { type: 'refusal', text: part.string('refusal') ?? '' }
    case 'image_url':
      return parseUrl(part, 'image', 'image_url')
    case 'video_url':
      return parseUrl(part, 'video', 'video_url')
    case 'input_audio':
      return parseAudio(part)
    case 'file':
      return parseFile(part)
    case 'thinking': // Mistral's own answers, sent back.
      return { type: 'reasoning', text: thinkingText(part.raw.thinking) }
    case undefined:
      throw part.refuse('type', 'a string')
    default:
      return { type: 'opaque', owner: 'openai-chat', value: part.raw }
  }
}

function parseText(part: Fields): Part {
  const text = part.required('text', part.string('text'), 'a string')
  return { type: 'text', text, ...defined({ mark: parseMark(part), extras: extrasOf(part) }) }
}

function parseUrl(part: Fields, type: 'image' | 'video', name: string): MediaPart {
  const value = part.take(name)
  const holder = isJsonObject(value) ? new Fields(value, part.path(name)) : null
  const url = holder === null ? value : holder.string('url')
  if (typeof url !== 'string') throw invalid(`${part.path(name)}.url`, 'a URL', url)
  const detail = holder?.string('detail')
  return { type, ...sourceOf(url), ...defined({ detail, mark: parseMark(part), extras: extrasOf(part) }) }
}

function parseAudio(part: Fields): MediaPart {
  const audio = part.nested('input_audio')
  const data = audio.required('data', audio.string('data'), 'base64')
  const format = audio.string('format')
  const mediaType = format === undefined ? undefined : audioMediaType(format)
  const source = { type: 'base64', data } as const
  return { type: 'audio', source, ...defined({ mediaType, mark: parseMark(part), extras: extrasOf(part) }) }
}

function parseFile(part: Fields): MediaPart {
  const file = part.nested('file')
  const id = file.string('file_id')
  const data = file.string('file_data')
  const fileName = file.string('filename')
  const more = defined({ fileName, mark: parseMark(part), extras: extrasOf(part) })
  if (id !== undefined)
    return { type: 'file', source: { type: 'file-id', id, owner: 'openai-chat' }, ...more }
  return { type: 'file', ...sourceOf(file.required('file_data', data, 'a data URL')), ...more }
}

/** OpenRouter and Mistral take an address where OpenAI takes a data URL; bare base64 has been seen too. */
function sourceOf(url: string): Pick<MediaPart, 'source' | 'mediaType'> {
  const inline = readDataUrl(url)
  if (inline !== null) {
    const source = { type: 'base64', data: inline.data } as const
    return inline.mediaType === '' ? { source } : { source, mediaType: inline.mediaType }
  }
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(url)
  return { source: isAddress ? { type: 'url', url } : { type: 'base64', data: url } }
}

export function parseMark(holder: Fields): CacheMark | undefined {
  const mark = holder.object('cache_control')
  if (mark === undefined) return undefined
  return mark.ttl === '1h' || mark.ttl === '5m' ? { ttl: mark.ttl } : {}
}

export function extrasOf(fields: Fields): Extras | undefined {
  const rest: JsonObject | undefined = fields.rest()
  return rest === undefined ? undefined : { 'openai-chat': rest }
}

export function thinkingText(thinking: JsonValue | undefined): string {
  if (typeof thinking === 'string') return thinking
  return objectsOf(thinking)
    .map(({ text }) => textOf(text))
    .join('')
}
