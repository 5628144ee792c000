import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { MediaPart, MediaSource } from '../../core/request.ts'
import { readMark } from '../../wire/anthropic-cache-control.ts'
import { isList, present, requiredObject, requiredString } from './fields.ts'

/** An `image` or `document` block. Null where its source is of a kind not known here. */
export function parseMedia(block: JsonObject, path: string): MediaPart | null {
  const { type, source: _, cache_control, ...rest } = block
  const at = `${path}.source`
  const source = requiredObject(block, 'source', path)
  const read = readSource(source, at)
  if (read === null) return null
  const isContent = source.type === 'content'
  const own = { ...withoutNulls(rest), ...(isContent ? { source } : {}) }
  return {
    type: type === 'image' ? 'image' : 'file',
    source: read,
    ...present('mediaType', mediaTypeOf(type === 'document', source, at)),
    ...present('mark', readMark(cache_control)),
    ...(Object.keys(own).length === 0 ? {} : { extras: { 'anthropic-messages': own } }),
  }
}

function readSource(source: JsonObject, path: string): MediaSource | null {
  switch (requiredString(source, 'type', path)) {
    case 'base64':
      return { type: 'base64', data: requiredString(source, 'data', path) }
    case 'url':
      return { type: 'url', url: requiredString(source, 'url', path) }
    case 'file':
      return { type: 'file-id', id: requiredString(source, 'file_id', path), owner: 'anthropic-messages' }
    case 'text':
      return { type: 'text', text: requiredString(source, 'data', path) }
    case 'content':
      return readContent(source)
    default:
      return null
  }
}

/**
 * A document that the caller has cut into blocks, for finer citations. Others read it as one text; the blocks are kept
 * for Anthropic. Null where images are among them, which one text cannot hold.
 */
function readContent({ content }: JsonObject): MediaSource | null {
  if (typeof content === 'string') return { type: 'text', text: content }
  if (content === undefined || !isList(content)) return null
  const texts = content.map((block) => (isJsonObject(block) && block.type === 'text' ? block.text : null))
  return texts.every((text) => typeof text === 'string') ? { type: 'text', text: texts.join('\n') } : null
}

function mediaTypeOf(isDocument: boolean, source: JsonObject, path: string): string | undefined {
  if (source.type === 'base64') return requiredString(source, 'media_type', path)
  if (source.type === 'text' || source.type === 'content') return 'text/plain'
  return isDocument && source.type === 'url' ? 'application/pdf' : undefined
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))
}
