import type { JsonObject } from '../core/json.ts'

/**
 * The caller's own bytes with some top-level fields set or, where the edit is `undefined`, removed.
 *
 * The usual edits (a new model name, a field that was absent) are spliced: nothing else of the body is touched, and a
 * large one is not printed again. Whatever makes the place of a key doubtful (a second spelling of it anywhere, an
 * escape that could spell it) takes the slow way through `parsed`. A guess here would let a caller be authorized for
 * one model and be served another.
 */
export function editBody(
  bytes: Buffer,
  parsed: JsonObject,
  edits: Readonly<Record<string, unknown>>,
): Buffer {
  const splices: Splice[] = []
  for (const [key, value] of Object.entries(edits)) {
    if (value === parsed[key] && (value === undefined || isSaidOnce(bytes, key))) continue
    const splice = spliceFor(bytes, parsed, key, value)
    if (splice === null) return Buffer.from(JSON.stringify({ ...parsed, ...edits }))
    splices.push(splice)
  }
  return splices.length === 0 ? bytes : applySplices(bytes, splices)
}

interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

const OPENING_BRACE = 0x7b
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

function spliceFor(bytes: Buffer, parsed: JsonObject, key: string, value: unknown): Splice | null {
  if (value === undefined) return null
  if (!Object.hasOwn(parsed, key)) return insertion(bytes, parsed, key, value)
  const current = parsed[key]
  // Only a plain string is found again by its quotes.
  if (typeof current !== 'string' || !isSaidOnce(bytes, key)) return null
  const name = `"${key}"`
  const at = bytes.indexOf(name)
  const colon = skipSpace(bytes, at + name.length)
  const open = skipSpace(bytes, colon + 1)
  if (bytes[colon] !== COLON || bytes[open] !== QUOTE) return null
  const close = bytes.indexOf(QUOTE, open + 1)
  const hasEscape = close === -1 || bytes.subarray(open, close).includes(BACKSLASH)
  return hasEscape ? null : { start: open, end: close + 1, text: JSON.stringify(value) }
}

/** Escapes of ASCII letters and `_`. Others, such as those of an accented letter, spell no key of ours. */
const LETTER_ESCAPES = ['\\u004', '\\u005', '\\u006', '\\u007']

/** Also false where it cannot be known: `\u006d` and the like could spell a key we do not see. */
function isSaidOnce(bytes: Buffer, key: string): boolean {
  if (LETTER_ESCAPES.some((escape) => bytes.includes(escape))) return false
  const name = `"${key}"`
  const at = bytes.indexOf(name)
  return at !== -1 && bytes.indexOf(name, at + 1) === -1
}

function insertion(bytes: Buffer, parsed: JsonObject, key: string, value: unknown): Splice | null {
  const brace = bytes.indexOf(OPENING_BRACE)
  if (brace === -1 || Object.keys(parsed).length === 0) return null
  return { start: brace + 1, end: brace + 1, text: `${JSON.stringify(key)}:${JSON.stringify(value)},` }
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++
  return at
}

function applySplices(bytes: Buffer, splices: readonly Splice[]): Buffer {
  const pieces: Buffer[] = []
  let from = 0
  for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start)) {
    pieces.push(bytes.subarray(from, start), Buffer.from(text))
    from = end
  }
  pieces.push(bytes.subarray(from))
  return Buffer.concat(pieces)
}
