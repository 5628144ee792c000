import { Lexer, LineCounter, parseDocument } from 'yaml'
import type { JsonValue } from '../core/json.ts'
import type { ConfigProblem } from './config.ts'
import type { Environment } from './interpolate.ts'
import { type Places, readNodes } from './nodes.ts'
import { formatPath, type Path } from './problem.ts'

const TEXT_BYTES_MAX = 1024 * 1024
const BRACKETS_MAX = 1_000
const TOO_DEEP = 'the file is nested too deeply'

/** A configuration file as plain JSON values, with the way back from each value to its place in the text. */
export interface ConfigDocument {
  readonly value: JsonValue
  /** A problem at `path`, or at the nearest thing around it that the file does hold. */
  problemAt(finding: Finding): ConfigProblem
}

/** Something wrong with the value at `path`, before it is known where in the text that is. */
export interface Finding {
  readonly path: Path
  readonly message: string
  readonly suggestion?: string | null
  /** Whether to point at the key instead of its value. */
  readonly atKey?: boolean
}

/**
 * Reads YAML 1.2 or JSON, which is a part of it. References to the environment are replaced in finished strings, so
 * nothing that a variable holds can become structure. Without a document, `problems` says why the text is not one; with
 * one, what is wrong with its values: variables that are not set, keys that are set twice.
 */
export function readDocument(
  text: string,
  env: Environment,
): { readonly document: ConfigDocument | null; readonly problems: readonly ConfigProblem[] } {
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX)
    return { document: null, problems: [unplaced('the file is larger than 1 MB')] }
  const source = text.replace(/^\uFEFF/, '') // A byte order mark would count as a column.
  if (hasManyBrackets(source)) return { document: null, problems: [unplaced(TOO_DEEP)] }

  const lines = new LineCounter()
  const yaml = parseDocument(source, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false, // The library compares each key with every other; `readNodes` looks them up.
  })
  const problem = (path: Path, offset: number, message: string, suggestion: string | null = null) => {
    const { line, col } = lines.linePos(offset)
    return { path: formatPath(path), line, column: col, message, suggestion }
  }
  const syntax = [...yaml.errors, ...yaml.warnings].map(({ code, message, pos }) =>
    problem([], pos[0], syntaxMessage(source, pos[0], code, message)),
  )
  if (syntax.length > 0) return { document: null, problems: firstOfEachLine(syntax) }

  const { value, places, faults, isWhole } = readNodes(yaml, env)
  const problems = faults.map(({ path, offset, message }) => problem(path, offset, message))
  if (!isWhole) return { document: null, problems }
  const problemAt = ({ path, message, suggestion, atKey = false }: Finding) =>
    problem(path, offsetOf(value, places, path, atKey), message, suggestion)
  return { document: { value, problemAt }, problems }
}

/** Asked before parsing, because the parser takes many seconds to give up on a megabyte of open brackets. */
function hasManyBrackets(source: string): boolean {
  let open = 0
  for (const token of new Lexer().lex(source)) {
    if (token === '[' || token === '{') open += 1
    if (token === ']' || token === '}') open -= 1
    if (open > BRACKETS_MAX) return true
  }
  return false
}

/** Some of the library's messages end in a quotation of the file, which may be a secret. */
function syntaxMessage(source: string, offset: number, code: string, message: string): string {
  if (code === 'RESOURCE_EXHAUSTION') return TOO_DEEP
  if (source.startsWith('${', offset - 1))
    return 'syntax error: between { } or [ ] a reference must be in quotes: "${NAME}"'
  const [first = ''] = message.split(/: "/, 1)
  return `syntax error: ${first}`
}

/** Once the parser has lost its way, what it says of the rest of the line is only noise. */
function firstOfEachLine(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const firsts = new Map<number | null, ConfigProblem>()
  for (const problem of problems) if (!firsts.has(problem.line)) firsts.set(problem.line, problem)
  return [...firsts.values()]
}

function unplaced(message: string): ConfigProblem {
  return { path: '', line: null, column: null, message, suggestion: null }
}

/** Where `path` is in the text. A path that leaves the file ends at the key of the last thing that is there. */
function offsetOf(root: JsonValue, places: Places, path: Path, atKey: boolean): number {
  let value: unknown = root
  let place = { key: 0, value: 0 }
  for (const step of path) {
    const inner = typeof value === 'object' && value !== null ? places.get(value)?.get(step) : undefined
    if (inner === undefined) return place.key
    place = inner
    value = (value as Record<string | number, unknown>)[step] // It has places, so it is a list or a mapping.
  }
  return atKey ? place.key : place.value
}
