import { type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { Part, ToolResultPart } from '../../core/request.ts'
import { objectOf } from '../../wire/gemini.ts'
import { encodeMedia } from './media.ts'
import { wireToolName } from './tool-names.ts'

export interface ResultScope {
  readonly dropped: Set<string>
  /** Call id to the caller's name of the tool, from the calls before. */
  readonly callNames: ReadonlyMap<string, string>
  /** Gemini 3 takes pictures and documents inside a result. */
  readonly takesMedia: boolean
}

/**
 * A `functionResponse`, and the media that cannot be inside it, to follow as parts of the same turn.
 * https://ai.google.dev/gemini-api/docs/function-calling#multimodal
 */
export function encodeToolResult(
  result: ToolResultPart,
  scope: ResultScope,
): { readonly response: JsonObject; readonly attached: readonly JsonObject[] } {
  const inside: JsonObject[] = []
  const attached: JsonObject[] = []
  for (const part of result.parts) {
    const media = mediaOf(part, scope.dropped)
    if (media !== null) (scope.takesMedia && fitsInside(media) ? inside : attached).push(media)
  }
  const name = result.name ?? scope.callNames.get(result.callId) ?? result.callId
  const response = {
    functionResponse: {
      id: result.callId,
      name: wireToolName(name),
      response: responseOf(result),
      ...(inside.length > 0 ? { parts: inside } : {}),
    },
  }
  return { response, attached }
}

/** Google reads `output` and `error`; an object without them is taken as the output whole. */
function responseOf({ parts, isError }: ToolResultPart): JsonObject {
  const texts = parts.flatMap(textOf)
  const [only] = texts
  if (only === undefined) return isError ? { error: '' } : {}
  const object = texts.length === 1 ? parseJsonObject(only) : null
  if (isError) return { error: object ?? texts.join('\n') }
  return object ?? { output: texts.join('\n') }
}

function textOf(part: Part): readonly string[] {
  if (part.type === 'text' || part.type === 'refusal') return [part.text]
  return 'source' in part && part.source.type === 'text' ? [part.source.text] : []
}

function mediaOf(part: Part, dropped: Set<string>): JsonObject | null {
  if ('mark' in part && part.mark !== undefined) dropped.add('cacheMarks')
  switch (part.type) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return part.source.type === 'text' ? null : encodeMedia(part, dropped)
    case 'text':
    case 'refusal':
      return null
    case 'opaque':
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      dropped.add(`tool-result.${part.type}`)
      return null
  }
}

/** Only inline bytes of these types go inside; by URL the Gemini API takes none there. */
function fitsInside(part: JsonObject): boolean {
  const mimeType = objectOf(part.inlineData)?.mimeType
  return typeof mimeType === 'string' && INSIDE.has(mimeType)
}

const INSIDE: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'application/pdf',
  'text/plain',
])
