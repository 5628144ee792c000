import type { JsonObject } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import { sign, TEXT_SUBJECT, toolCallSubject } from '../signature.ts'
import { textAt } from './fields.ts'
import type { Content } from './gemini-contents.ts'
import { either, invalid } from './gemini-contents.ts'

/**
 * Function calls come right after the user or other results, and the content after them answers each one: as many
 * responses as calls, of the same names.
 */
export function checkTurnOrder(contents: readonly Content[]): void {
  contents.forEach((content, index) => {
    const calls = namesOf(content, 'functionCall')
    const responses = namesOf(content, 'functionResponse')
    const before = contents[index - 1]
    const asked = before === undefined ? [] : namesOf(before, 'functionCall')
    if (calls.length > 0 && before?.role !== 'user') {
      throw invalid(
        'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
      )
    }
    if (responses.length > 0 && asked.length === 0) {
      throw invalid('Please ensure that function response turn comes immediately after a function call turn.')
    }
    if (responses.length !== asked.length) {
      throw invalid(
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      )
    }
    if (responses.toSorted().join() !== asked.toSorted().join()) {
      throw invalid(
        'Please ensure that the function response parts have the names of the function call parts.',
      )
    }
  })
  if (namesOf(contents.at(-1) ?? NOBODY, 'functionCall').length > 0) {
    throw invalid('Please ensure that function call turn is followed by a function response turn.')
  }
}

const NOBODY: Content = { role: 'user', parts: [] }

/**
 * Signatures that come back must have been issued here. A model that signs wants one on the first function call of
 * each step since the user last spoke: https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function checkSignatures(contents: readonly Content[], seed: number, isSigned: boolean): void {
  for (const { parts } of contents) for (const part of parts) checkSignature(part, seed)
  if (!isSigned) return
  const spoke = contents.findLastIndex(({ role, parts }) => role === 'user' && parts.some(hasText))
  contents.slice(spoke + 1).forEach(({ parts }, step) => {
    const place = parts.findIndex((part) => isJsonObject(either(part, 'functionCall')))
    const first = parts[place]
    if (first === undefined || signatureOf(first) !== null) return
    const call = either(first, 'functionCall')
    const name = isJsonObject(call) ? textAt(call, 'name') : ''
    throw invalid(
      'Function call is missing a thought_signature in functionCall parts. This is required for tools to work ' +
        `correctly. Additional data, function call \`default_api:${name}\`, position ${spoke + step + 2}.`,
    )
  })
}

/** The documented word for a call that the model did not make itself. */
const BYPASS = 'skip_thought_signature_validator'

function checkSignature(part: JsonObject, seed: number): void {
  const signature = signatureOf(part)
  if (signature === null || signature === BYPASS) return
  const call = either(part, 'functionCall')
  const subject = isJsonObject(call)
    ? toolCallSubject(textAt(call, 'name') ?? '', call['args'] ?? {})
    : TEXT_SUBJECT
  if (signature !== sign(seed, subject)) throw invalid('Thought signature is not valid.')
}

function signatureOf(part: JsonObject): string | null {
  const signature = either(part, 'thoughtSignature')
  return typeof signature === 'string' && signature !== '' ? signature : null
}

function hasText(part: JsonObject): boolean {
  return (textAt(part, 'text') ?? '') !== ''
}

function namesOf(content: Content, key: 'functionCall' | 'functionResponse'): readonly string[] {
  return content.parts.flatMap((part) => {
    const named = either(part, key)
    return isJsonObject(named) ? [textAt(named, 'name') ?? ''] : []
  })
}
