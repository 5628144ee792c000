import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { MediaPart, Part } from '../../core/request.ts'
import { audioFormat, dataUrl, defined } from '../../wire/openai-chat.ts'
import type { Encoding } from './encode.ts'

/** One part of what a user or a tool says; none where this API has no form for it, which is reported. */
export function encodeContent(part: Part, { dropped }: Encoding): JsonObject[] {
  if ('mark' in part && part.mark !== undefined) dropped.add('cacheMarks')
  switch (part.type) {
    case 'text':
      return [{ type: 'input_text', text: part.text, ...part.extras?.['openai-responses'] }]
    case 'image':
    case 'audio':
    case 'video':
    case 'file': {
      const encoded = encodeMedia(part)
      if (encoded === null) dropped.add(part.type)
      return encoded === null ? [] : [{ ...encoded, ...part.extras?.['openai-responses'] }]
    }
    case 'opaque':
      if (part.owner === 'openai-responses' && isJsonObject(part.value)) return [part.value]
      dropped.add(`${part.owner} part`)
      return []
    case 'refusal':
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      return []
  }
}

function encodeMedia(part: MediaPart): JsonObject | null {
  const { source, mediaType, detail, fileName } = part
  if (source.type === 'text') return { type: 'input_text', text: source.text }
  const isOwn = source.type !== 'file-id' || source.owner.startsWith('openai')
  if (!isOwn || part.type === 'video') return null
  switch (part.type) {
    case 'image': {
      if (source.type === 'file-id')
        return { type: 'input_image', ...defined({ file_id: source.id, detail }) }
      const image_url = source.type === 'url' ? source.url : dataUrl(mediaType ?? 'image/png', source.data)
      return { type: 'input_image', ...defined({ image_url, detail }) }
    }
    case 'audio':
      if (source.type !== 'base64') return null
      return {
        type: 'input_audio',
        input_audio: { data: source.data, format: audioFormat(mediaType ?? 'audio/wav') },
      }
    case 'file': {
      if (source.type === 'file-id') return { type: 'input_file', file_id: source.id }
      if (source.type === 'url') return { type: 'input_file', file_url: source.url }
      const file_data = dataUrl(mediaType ?? 'application/pdf', source.data)
      return { type: 'input_file', ...defined({ filename: fileName, file_data }) }
    }
  }
}
