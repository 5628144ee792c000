import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { MediaPart, Part, TextPart } from '../../core/request.ts'
import { audioFormat, dataUrl, defined } from '../../wire/openai-chat.ts'
import type { Encoding } from './encode.ts'

/** One part of `content`; none where this API has no form for it, which is reported. */
export function encodePart(part: Part, encoding: Encoding): JsonObject[] {
  switch (part.type) {
    case 'text':
      noteCitations([part], encoding)
      return [{ ...own(part), type: 'text', text: part.text, ...markField(part, encoding) }]
    case 'image':
    case 'audio':
    case 'video':
    case 'file': {
      const isRefused = encoding.api.refuses?.includes(part.type) === true
      const encoded = isRefused ? null : encodeMedia(part, encoding)
      if (encoded === null) encoding.dropped.add(part.type)
      return encoded === null ? [] : [{ ...own(part), ...encoded, ...markField(part, encoding) }]
    }
    case 'refusal':
      return [{ type: 'refusal', refusal: part.text }]
    case 'opaque':
      if (part.owner === 'openai-chat' && isJsonObject(part.value)) return [part.value]
      encoding.dropped.add(`${part.owner} part`)
      return []
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      return []
  }
}

export function markField(
  { mark }: TextPart | MediaPart,
  { api, dropped }: Encoding,
): JsonObject | undefined {
  if (mark === undefined) return undefined
  if (api.takesCacheMarks === true) return { cache_control: { type: 'ephemeral', ...mark } }
  dropped.add('cacheMarks')
  return undefined
}

/** Sources cited in earlier answers have no place in a request. */
export function noteCitations(parts: readonly Part[], { dropped }: Encoding): void {
  if (parts.some((part) => part.type === 'text' && part.citations !== undefined)) dropped.add('citations')
}

function own(part: TextPart | MediaPart): JsonObject {
  return part.extras?.['openai-chat'] ?? {}
}

function encodeMedia(part: MediaPart, { api }: Encoding): JsonObject | null {
  const { source } = part
  if (source.type === 'text') return { type: 'text', text: source.text }
  if (source.type === 'file-id')
    return source.owner === 'openai-chat' ? { type: 'file', file: { file_id: source.id } } : null
  const takesUrls = api.takesFileUrls !== false
  switch (part.type) {
    case 'image':
      return { type: 'image_url', image_url: defined({ url: urlOf(part, 'image/png'), detail: part.detail }) }
    case 'audio': {
      if (source.type === 'url') return null
      const format = audioFormat(part.mediaType ?? 'audio/wav')
      return { type: 'input_audio', input_audio: { data: source.data, format } }
    }
    case 'video':
      return takesUrls ? { type: 'video_url', video_url: { url: urlOf(part, 'video/mp4') } } : null
    case 'file': {
      if (source.type === 'url' && !takesUrls) return null
      const file_data = urlOf(part, 'application/pdf')
      return { type: 'file', file: defined({ filename: part.fileName, file_data }) }
    }
  }
}

/** OpenAI wants a media type with every byte; where nobody said one, the usual one is named. */
function urlOf({ source, mediaType }: MediaPart, usualType: string): string {
  if (source.type === 'url') return source.url
  return source.type === 'base64' ? dataUrl(mediaType ?? usualType, source.data) : ''
}
