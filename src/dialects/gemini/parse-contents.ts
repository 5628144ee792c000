import type { Message, Part } from '../../core/request.ts'
import { type Fields, invalid } from '../openai-chat/fields.ts'
import { googleFields, listedFields } from './fields.ts'
import { CallIds } from './call-ids.ts'
import { parsePart } from './parse-part.ts'

/** `systemInstruction`, as the first message. */
export function parseSystem(fields: Fields): readonly Message[] {
  const instruction = fields.object('systemInstruction')
  if (instruction === undefined) return []
  const content = googleFields(instruction, fields.path('systemInstruction'))
  const parts = parseParts(content, new CallIds())
  return parts.length === 0 ? [] : [{ role: 'system', parts }]
}

/**
 * `contents`. A user's turn holds function results and other parts side by side; here the results make a `tool` message
 * of their own, before the rest.
 */
export function parseContents(fields: Fields): readonly Message[] {
  const contents = listedFields(fields, 'contents')
  if (contents.length === 0)
    throw invalid(fields.path('contents'), 'an array of at least one content', undefined)
  const calls = new CallIds()
  return contents.flatMap((content) => parseContent(content, calls))
}

function parseContent(content: Fields, calls: CallIds): readonly Message[] {
  const role = content.string('role') ?? 'user'
  if (role === 'model') return [{ role: 'assistant', parts: parseParts(content, calls) }]
  // `function` is what the role of results was called once.
  if (role !== 'user' && role !== 'function') throw content.refuse('role', 'user or model')
  const parts = parseParts(content, calls)
  const results = parts.filter((part) => part.type === 'tool-result')
  const others = parts.filter((part) => part.type !== 'tool-result')
  const answer: Message[] = results.length === 0 ? [] : [{ role: 'tool', parts: results }]
  return others.length === 0 && results.length > 0 ? answer : [...answer, { role: 'user', parts: others }]
}

function parseParts(content: Fields, calls: CallIds): readonly Part[] {
  const parts: Part[] = []
  for (const fields of listedFields(content, 'parts')) {
    const part = parsePart(fields, calls)
    const last = parts.at(-1)
    const joined = part === null || last === undefined ? null : join(last, part)
    if (joined !== null) parts[parts.length - 1] = joined
    else if (part !== null) parts.push(part)
  }
  return parts
}

/**
 * Clients keep a stream's pieces as they came. Pieces of a thought are one, up to its signature; a signature alone, on
 * an empty text, is for the text before.
 */
function join(last: Part, part: Part): Part | null {
  if (last.type === 'reasoning' && part.type === 'reasoning') {
    const isSame = last.proof === undefined && part.redacted !== true
    return isSame ? { ...part, text: last.text + part.text } : null
  }
  const isSignature = part.type === 'text' && part.text === '' && part.proof !== undefined
  if (!isSignature || last.type !== 'text' || last.proof !== undefined) return null
  return { ...last, proof: part.proof }
}
