import type { JsonObject } from '../../core/json.ts'
import type { MediaPart, MediaSource, Part, ToolCallPart, ToolResultPart } from '../../core/request.ts'
import { readSignature } from '../../wire/gemini-proof.ts'
import { defined } from '../../wire/openai-chat.ts'
import type { Fields } from '../openai-chat/fields.ts'
import type { CallIds } from './call-ids.ts'
import { listedFields, nestedFields } from './fields.ts'

/**
 * https://ai.google.dev/api/caching#Part. What is not known here, code and its results among it, stays whole and goes
 * back to Google only. Null for a part that says nothing.
 */
export function parsePart(fields: Fields, calls: CallIds): Part | null {
  const signature = readSignature(fields.string('thoughtSignature') ?? '')
  if (signature?.type === 'opaque') return signature
  const proof = defined({ proof: signature?.proof })
  if (fields.object('functionCall') !== undefined) return { ...parseCall(fields, calls), ...proof }
  if (fields.object('functionResponse') !== undefined) return parseResult(fields, calls)
  const text = fields.string('text')
  if (fields.boolean('thought') === true) {
    const redacted = signature?.isRedacted === true ? { redacted: true } : {}
    return { type: 'reasoning', text: text ?? '', ...redacted, ...proof }
  }
  if (fields.object('inlineData') !== undefined || fields.object('fileData') !== undefined)
    return { ...parseMedia(fields), ...proof }
  if (text === undefined && fields.rest() !== undefined)
    return { type: 'opaque', owner: 'gemini', value: fields.raw }
  // Empty text says nothing, unless it is signed.
  return (text ?? '') === '' && signature === null ? null : { type: 'text', text: text ?? '', ...proof }
}

function parseCall(fields: Fields, calls: CallIds): ToolCallPart {
  const call = nestedFields(fields, 'functionCall')
  const name = call.required('name', call.string('name'), 'a string')
  const id = calls.ofCall(name, call.string('id'))
  return { type: 'tool-call', id, name, arguments: JSON.stringify(call.object('args') ?? {}) }
}

function parseResult(fields: Fields, calls: CallIds): ToolResultPart {
  const result = nestedFields(fields, 'functionResponse')
  const name = result.required('name', result.string('name'), 'a string')
  const callId = calls.ofResult(name, result.string('id'))
  const response = result.object('response') ?? {}
  const media = listedFields(result, 'parts').map(parseMedia)
  const said = saidBy(response)
  const text: Part[] = said === '' && media.length > 0 ? [] : [{ type: 'text', text: said }]
  return { type: 'tool-result', callId, name, parts: [...text, ...media], isError: 'error' in response }
}

/** Google reads `output` and `error`; an object without them is the output whole. */
function saidBy(response: JsonObject): string {
  const names = Object.keys(response)
  const [only] = names
  const value = names.length === 1 && (only === 'output' || only === 'error') ? response[only] : response
  return typeof value === 'string' ? value : names.length === 0 ? '' : JSON.stringify(value)
}

function parseMedia(fields: Fields): MediaPart {
  const inline = fields.object('inlineData')
  const data = nestedFields(fields, inline === undefined ? 'fileData' : 'inlineData')
  const mediaType = data.string('mimeType')
  const source = inline === undefined ? fileSource(data) : inlineSource(data)
  for (const name of ['text', 'thought', 'thoughtSignature', 'inlineData', 'fileData']) fields.take(name)
  const rest = fields.rest()
  return {
    type: mediaKind(mediaType ?? ''),
    source,
    ...defined({ mediaType, fileName: data.string('displayName') }),
    ...(rest === undefined ? {} : { extras: { gemini: rest } }),
  }
}

/** Google's SDK for Python writes base64 in the alphabet of URLs, which nobody else reads. */
function inlineSource(data: Fields): MediaSource {
  const text = data.required('data', data.string('data'), 'base64')
  return { type: 'base64', data: text.replaceAll('-', '+').replaceAll('_', '/') }
}

/** What was uploaded to Google, or lies in its storage, only Google can read. */
function fileSource(data: Fields): MediaSource {
  const uri = data.required('fileUri', data.string('fileUri'), 'a URI')
  const isOwn = !/^https?:/.test(uri) || uri.startsWith('https://generativelanguage.googleapis.com/')
  return isOwn ? { type: 'file-id', id: uri, owner: 'gemini' } : { type: 'url', url: uri }
}

function mediaKind(mediaType: string): MediaPart['type'] {
  const [kind] = mediaType.split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}
