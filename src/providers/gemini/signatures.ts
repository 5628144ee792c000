import type { JsonObject } from '../../core/json.ts'
import type { Content } from './contents.ts'

/**
 * Gemini 3 refuses a conversation whose current turn holds a function call without its signature. Where the call was
 * another model's, or a client has lost the signature, Google documents this word in its place. It is needed on the
 * first call of each step; earlier turns are not checked. What a user adds to results does not surely begin a turn, and
 * an excuse too many does no harm. https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function excuseMissingSignatures(contents: readonly Content[]): readonly Content[] {
  const turnStart = contents.findLastIndex(({ role, parts }) => role === 'user' && !parts.some(isResult))
  return contents.map((content, position) =>
    content.role === 'model' && position > turnStart ? excused(content) : content,
  )
}

const SKIP_VALIDATION = 'skip_thought_signature_validator'

function excused(content: Content): Content {
  const first = content.parts.findIndex((part) => part.functionCall !== undefined)
  const parts = content.parts.map((part, position) =>
    position === first && part.thoughtSignature === undefined
      ? { ...part, thoughtSignature: SKIP_VALIDATION }
      : part,
  )
  return { ...content, parts }
}

function isResult(part: JsonObject): boolean {
  return part.functionResponse !== undefined
}
