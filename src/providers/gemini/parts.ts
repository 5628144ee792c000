import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { MediaPart, OpaquePart, Part, Proof, ToolCallPart } from '../../core/request.ts'
import { CANDIDATE_METADATA } from '../../wire/gemini.ts'
import { encodeMedia } from './media.ts'
import { wireToolName } from './tool-names.ts'
import { encodeToolResult, type ResultScope } from './tool-result.ts'

export type PartScope = ResultScope

/** One part of a message as Gemini's parts; most often one. https://ai.google.dev/api/caching#Part */
export function encodePart(part: Part, role: 'user' | 'model', scope: PartScope): readonly JsonObject[] {
  if ('mark' in part && part.mark !== undefined) scope.dropped.add('cacheMarks')
  if ('proof' in part && part.proof !== undefined && part.proof.owner !== 'gemini') scope.dropped.add('proof')
  switch (part.type) {
    case 'text':
      return textPart({ text: part.text, ...signature(part.proof) })
    case 'refusal':
      return textPart({ text: part.text })
    case 'reasoning':
      // Reasoning of another model keeps its text; what it was signed with stays with its owner.
      return textPart({ text: part.text, thought: true, ...signature(part.proof) })
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return mediaPart(part, role, scope.dropped)
    case 'tool-call':
      return [callPart(part)]
    case 'tool-result': {
      const { response, attached } = encodeToolResult(part, scope)
      return [response, ...attached]
    }
    case 'opaque':
      return opaquePart(part, scope.dropped)
  }
}

/** A signature is sent back exactly as it came, on the kind of part it came with, and only to Google. */
function signature(proof: Proof | undefined): JsonObject {
  return proof?.owner === 'gemini' ? { thoughtSignature: proof.value } : {}
}

/** Empty text says nothing, unless it carries a signature. */
function textPart(part: JsonObject): readonly JsonObject[] {
  return part.text === '' && part.thoughtSignature === undefined ? [] : [part]
}

/** Gemini takes no sound from the model's side of a conversation: what was said stands for it. */
function mediaPart(part: MediaPart, role: 'user' | 'model', dropped: Set<string>): readonly JsonObject[] {
  if (role === 'model' && part.transcript !== undefined) return textPart({ text: part.transcript })
  const media = encodeMedia(part, dropped)
  return media === null ? [] : [{ ...media, ...signature(part.proof) }]
}

function callPart(part: ToolCallPart): JsonObject {
  const args = part.custom === true ? null : parseJsonObject(part.arguments)
  return {
    functionCall: {
      id: part.id,
      name: wireToolName(part.name),
      // `args` must be an object; free text and broken JSON are shown to the model rather than lost.
      args: args ?? (isNothing(part.arguments) ? {} : { input: part.arguments }),
    },
    ...signature(part.proof),
  }
}

function isNothing(text: string): boolean {
  return text.trim() === '' || text.trim() === 'null'
}

function opaquePart({ owner, value }: OpaquePart, dropped: Set<string>): readonly JsonObject[] {
  if (owner !== 'gemini' || !isJsonObject(value)) {
    dropped.add('opaque')
    return []
  }
  return CANDIDATE_METADATA in value ? [] : [value]
}
