import type { JsonObject } from '../core/json.ts'
import type { MediaPart } from '../core/request.ts'
import { markFields } from './anthropic-cache-control.ts'

/**
 * An `image` or `document` block: https://platform.claude.com/docs/en/build-with-claude/vision and …/pdf-support.
 * Null where Anthropic has no form for it: audio, video, other kinds of file, and files that lie with somebody else.
 */
export function mediaBlock(sent: MediaPart): JsonObject | null {
  const part = inlined(sent)
  const own = part.extras?.['anthropic-messages'] ?? {}
  if (part.type === 'image') {
    const source = imageSource(part)
    return source === null ? null : { type: 'image', source, ...own, ...markFields(part.mark) }
  }
  if (part.type !== 'file') return null
  const source = own.source ?? documentSource(part)
  if (source === null) return null
  const title = part.fileName === undefined ? {} : { title: part.fileName }
  return { type: 'document', ...title, ...own, source, ...markFields(part.mark) }
}

function imageSource({ source, mediaType }: MediaPart): JsonObject | null {
  if (source.type === 'base64') {
    return { type: 'base64', media_type: mediaType ?? sniffed(source.data), data: source.data }
  }
  if (source.type === 'url') return { type: 'url', url: source.url }
  return source.type === 'file-id' ? ownFile(source) : null
}

function documentSource({ source, mediaType }: MediaPart): JsonObject | null {
  switch (source.type) {
    case 'text':
      return { type: 'text', media_type: 'text/plain', data: source.text }
    case 'file-id':
      return ownFile(source)
    case 'url':
      return { type: 'url', url: source.url }
    case 'base64':
      if (mediaType === undefined || mediaType === 'application/pdf') {
        return { type: 'base64', media_type: 'application/pdf', data: source.data }
      }
      if (!mediaType.startsWith('text/') && mediaType !== 'application/json') return null
      return { type: 'text', media_type: 'text/plain', data: Buffer.from(source.data, 'base64').toString() }
  }
}

/** A `data:` address is its own content. */
function inlined(part: MediaPart): MediaPart {
  const inline = part.source.type === 'url' ? /^data:([^;,]+)[^,]*;base64,(.*)$/s.exec(part.source.url) : null
  if (inline === null) return part
  return { ...part, mediaType: inline[1] ?? '', source: { type: 'base64', data: inline[2] ?? '' } }
}

function ownFile({ id, owner }: MediaPart['source'] & { type: 'file-id' }): JsonObject | null {
  return owner === 'anthropic-messages' ? { type: 'file', file_id: id } : null
}

/** The first bytes of the four formats that Anthropic reads, as base64 shows them. */
function sniffed(base64: string): string {
  if (base64.startsWith('/9j/')) return 'image/jpeg'
  if (base64.startsWith('R0lG')) return 'image/gif'
  return base64.startsWith('UklG') ? 'image/webp' : 'image/png'
}
