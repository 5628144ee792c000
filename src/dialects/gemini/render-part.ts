import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { MediaPart, Part, Proof, ReasoningPart, ToolCallPart } from '../../core/request.ts'
import { CANDIDATE_METADATA, objectOf } from '../../wire/gemini.ts'
import { sealedOpaque, signatureOf } from '../../wire/gemini-proof.ts'

/** One part of an answer as Gemini's; none where it has nothing to show. https://ai.google.dev/api/caching#Part */
export function renderPart(part: Part, excludeReasoning: boolean): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return part.text === '' && part.proof === undefined ? [] : [{ text: part.text, ...signed(part.proof) }]
    case 'refusal':
      return part.text === '' ? [] : [{ text: part.text }]
    case 'reasoning':
      return renderReasoning(part, excludeReasoning)
    case 'tool-call':
      return [renderCall(part)]
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return [renderMedia(part)]
    case 'opaque':
      if (metadataOf(part) !== null) return []
      return part.owner === 'gemini' && isJsonObject(part.value)
        ? [part.value]
        : [{ thought: true, text: '', thoughtSignature: sealedOpaque(part.owner, part.value) }]
    case 'tool-result':
      return [] // Callers give results; an answer has none.
  }
}

/** What Gemini says of a candidate beside its parts, where it was Gemini that answered. */
export function metadataOf(part: Part): JsonObject | null {
  if (part.type !== 'opaque' || part.owner !== 'gemini' || !isJsonObject(part.value)) return null
  return objectOf(part.value[CANDIDATE_METADATA])
}

/** Where the text is not wanted, the signature stays: the next turn needs it. */
function renderReasoning({ text, proof, redacted }: ReasoningPart, exclude: boolean): readonly JsonObject[] {
  if (proof === undefined) return exclude || text === '' ? [] : [{ text, thought: true }]
  return [{ text: exclude ? '' : text, thought: true, thoughtSignature: signatureOf(proof, redacted) }]
}

/** `args` is an object; free text and broken JSON are shown under a name rather than lost. */
function renderCall({ id, name, arguments: text, custom, proof }: ToolCallPart): JsonObject {
  const args = custom === true ? null : parseJsonObject(text)
  return { functionCall: { id, name, args: args ?? { input: text } }, ...signed(proof) }
}

function renderMedia({ type, source, mediaType, proof }: MediaPart): JsonObject {
  const mimeType = mediaType ?? USUAL[type]
  const media =
    source.type === 'base64'
      ? { inlineData: { mimeType, data: source.data } }
      : { fileData: { mimeType, fileUri: source.type === 'url' ? source.url : '' } }
  return { ...media, ...signed(proof) }
}

function signed(proof: Proof | undefined): JsonObject {
  return proof === undefined ? {} : { thoughtSignature: signatureOf(proof) }
}

const USUAL: Readonly<Record<MediaPart['type'], string>> = {
  image: 'image/png',
  audio: 'audio/wav',
  video: 'video/mp4',
  file: 'application/pdf',
}
