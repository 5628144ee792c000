import type { JsonObject } from '../../core/json.ts'
import type { MediaPart } from '../../core/request.ts'

/**
 * A part with media, or null where Gemini cannot have it (another provider's file id). Public and signed URLs are
 * fetched by Google itself. https://ai.google.dev/gemini-api/docs/file-input-methods
 */
export function encodeMedia(part: MediaPart, dropped: Set<string>): JsonObject | null {
  const { source, detail, fileName, extras } = part
  if (detail !== undefined && detail !== 'auto') dropped.add('detail')
  if (fileName !== undefined) dropped.add('fileName')
  for (const [wire, fields] of Object.entries(extras ?? {}))
    if (wire !== 'gemini') for (const name of Object.keys(fields ?? {})) dropped.add(name)
  const own = extras?.gemini ?? {}
  switch (source.type) {
    case 'base64':
      return { ...own, inlineData: { mimeType: part.mediaType ?? USUAL[part.type], data: source.data } }
    case 'url':
      return { ...own, fileData: { fileUri: source.url, mimeType: part.mediaType ?? byEnding(source.url) } }
    case 'text':
      return { text: source.text }
    case 'file-id':
      if (source.owner === 'gemini')
        return { ...own, fileData: { fileUri: source.id, mimeType: part.mediaType } }
      dropped.add(`${part.type}.file-id`)
      return null
  }
}

/** Gemini insists on a type for inline bytes. Where neither caller nor bytes tell, the commonest is the best guess. */
const USUAL: Readonly<Record<MediaPart['type'], string>> = {
  image: 'image/jpeg',
  audio: 'audio/wav',
  video: 'video/mp4',
  file: 'application/pdf',
}

const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['heic', 'image/heic'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['mp3', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['webm', 'video/webm'],
])

function byEnding(url: string): string | undefined {
  const ending = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(url)?.[1] ?? ''
  return ENDINGS.get(ending.toLowerCase())
}
