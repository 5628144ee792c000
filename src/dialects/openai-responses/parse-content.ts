import type { JsonValue } from '../../core/json.ts'
import type { MediaPart, Part } from '../../core/request.ts'
import { audioMediaType, defined, objectsOf, readDataUrl } from '../../wire/openai-chat.ts'
import { ownExtras, readAnnotation } from '../../wire/openai-responses.ts'
import { type Fields, invalid } from '../openai-chat/fields.ts'

/** The parts of a message, or of a tool's output. Part types that are not known are kept for OpenAI. */
export function parseContent(item: Fields, content: JsonValue | undefined, name = 'content'): Part[] {
  if (content === undefined) return []
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  if (!Array.isArray(content)) throw invalid(item.path(name), 'a string or an array of parts', content)
  return item.list(name, 'an object with a type').map(parsePart)
}

function parsePart(part: Fields): Part {
  switch (part.string('type')) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return parseText(part)
    case 'refusal':
      return { type: 'refusal', text: part.string('refusal') ?? '' }
    case 'input_image':
      return parseImage(part)
    case 'input_file':
      return parseFile(part)
    case 'input_audio': {
      const audio = part.nested('input_audio')
      const data = audio.required('data', audio.string('data'), 'base64')
      const format = audio.string('format')
      const mediaType = format === undefined ? undefined : audioMediaType(format)
      return { type: 'audio', source: { type: 'base64', data }, ...defined({ mediaType }) }
    }
    case undefined:
      throw part.refuse('type', 'a string')
    default:
      return { type: 'opaque', owner: 'openai-responses', value: part.raw }
  }
}

function parseText(part: Fields): Part {
  const text = part.required('text', part.string('text'), 'a string')
  const citations = objectsOf(part.take('annotations')).map(readAnnotation)
  part.take('logprobs')
  return { type: 'text', text, ...(citations.length === 0 ? {} : { citations }), ...ownExtras(part.rest()) }
}

function parseImage(part: Fields): MediaPart {
  const id = part.string('file_id')
  const url = part.string('image_url')
  const detail = part.string('detail')
  const more = { ...defined({ detail }), ...ownExtras(part.rest()) }
  if (id !== undefined)
    return { type: 'image', source: { type: 'file-id', id, owner: 'openai-responses' }, ...more }
  return { type: 'image', ...sourceOf(part.required('image_url', url, 'a URL or a data URL')), ...more }
}

function parseFile(part: Fields): MediaPart {
  const id = part.string('file_id')
  const data = part.string('file_data') ?? part.string('file_url')
  const fileName = part.string('filename')
  const more = { ...defined({ fileName }), ...ownExtras(part.rest()) }
  if (id !== undefined)
    return { type: 'file', source: { type: 'file-id', id, owner: 'openai-responses' }, ...more }
  return { type: 'file', ...sourceOf(part.required('file_data', data, 'a data URL')), ...more }
}

/** An address, a data URL, or bare base64. */
function sourceOf(url: string): Pick<MediaPart, 'source' | 'mediaType'> {
  const inline = readDataUrl(url)
  if (inline !== null) {
    const source = { type: 'base64', data: inline.data } as const
    return inline.mediaType === '' ? { source } : { source, mediaType: inline.mediaType }
  }
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(url)
  return { source: isAddress ? { type: 'url', url } : { type: 'base64', data: url } }
}
