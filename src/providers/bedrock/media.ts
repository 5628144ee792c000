import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest, MediaPart, Message, Part } from '../../core/request.ts'
import { markFields } from '../../wire/anthropic-cache-control.ts'
import { readDataUrl } from '../../wire/openai-chat.ts'

/** Marks a block that is written already, on its way through the parts that are Anthropic's. */
export const WRITTEN = 'converse'

/** Converse takes more kinds of media than Anthropic, so they are written first and carried through as they are. */
export function withMedia(request: ChatRequest): ChatRequest {
  const names = new Set<string>()
  const carry = (part: Part) => carried(part, names)
  const messages = request.messages.map(
    (message): Message => ({ ...message, parts: message.parts.map(carry) }),
  )
  return { ...request, messages }
}

function carried(part: Part, names: Set<string>): Part {
  switch (part.type) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file': {
      const block = mediaBlock(part, names)
      if (block === null) return part
      const value = { type: WRITTEN, block, ...markFields(part.mark) }
      return { type: 'opaque', owner: 'anthropic-messages', value }
    }
    case 'tool-result':
      return { ...part, parts: part.parts.map((inner) => carried(inner, names)) }
    case 'text':
    case 'reasoning':
    case 'tool-call':
    case 'refusal':
    case 'opaque':
      return part
  }
}

/** Null where Converse has no form for it: addresses other than S3's, files that lie elsewhere, other formats. */
function mediaBlock(part: MediaPart, names: Set<string>): JsonObject | null {
  const { source, mediaType = '' } = part
  const inline = source.type === 'url' ? readDataUrl(source.url) : null
  const base64 = source.type === 'base64' ? source.data : inline?.data
  const type = inline?.mediaType ?? mediaType
  const location: JsonObject | null =
    base64 !== undefined
      ? { bytes: base64 }
      : source.type === 'url' && source.url.startsWith('s3://')
        ? { s3Location: { uri: source.url } }
        : null
  if (part.type === 'file') return documentBlock(part, type, { location, names })
  const format =
    FORMATS[part.type].get(type.replace(/;.*$/, '')) ?? (part.type === 'image' ? sniffed(base64) : null)
  return location === null || format === null ? null : { [part.type]: { format, source: location } }
}

interface Place {
  readonly location: JsonObject | null
  /** Those that are taken. */
  readonly names: Set<string>
}

function documentBlock(
  { source, fileName }: MediaPart,
  type: string,
  { location, names }: Place,
): JsonObject | null {
  const ending = fileName?.replace(/^.*\./, '').toLowerCase() ?? ''
  const format =
    source.type === 'text' ? 'txt' : (DOCUMENTS.get(type.replace(/;.*$/, '')) ?? DOCUMENTS.get(ending))
  const content = source.type === 'text' ? { text: source.text } : location
  if (content === null || format === undefined) return null
  return { document: { format, name: freshName(fileName ?? 'document', names), source: content } }
}

/** It takes letters, digits, hyphens and brackets, and no name twice. */
function freshName(fileName: string, names: Set<string>): string {
  const stem = fileName.replaceAll(/[^a-zA-Z0-9()[\]-]+/g, '-').slice(0, 190)
  const name = names.has(stem) ? `${stem}-${names.size + 1}` : stem
  names.add(name)
  return name
}

const FORMATS: Readonly<Record<'image' | 'audio' | 'video', ReadonlyMap<string, string>>> = {
  image: new Map(['png', 'jpeg', 'gif', 'webp'].map((format) => [`image/${format}`, format])),
  audio: new Map([
    ...['mp3', 'opus', 'wav', 'aac', 'flac', 'mp4', 'ogg', 'webm', 'pcm'].map(
      (format) => [`audio/${format}`, format] as const,
    ),
    ['audio/mpeg', 'mp3'],
    ['audio/x-wav', 'wav'],
  ]),
  video: new Map([
    ...['mp4', 'webm', 'mpeg'].map((format) => [`video/${format}`, format] as const),
    ['video/quicktime', 'mov'],
    ['video/x-matroska', 'mkv'],
    ['video/x-flv', 'flv'],
    ['video/x-ms-wmv', 'wmv'],
    ['video/3gpp', 'three_gp'],
  ]),
}

/** By media type, and by the ending of a name. */
const DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ...['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md'].map(
    (format) => [format, format] as const,
  ),
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['application/json', 'txt'],
  ['text/markdown', 'md'],
])

/** The first bytes of the four formats, as base64 shows them. */
function sniffed(base64: string | undefined): string | null {
  const beginnings = [
    ['/9j/', 'jpeg'],
    ['R0lG', 'gif'],
    ['UklG', 'webp'],
    ['iVBO', 'png'],
  ] as const
  return beginnings.find(([beginning]) => base64?.startsWith(beginning) === true)?.[1] ?? null
}
