import { createHash } from 'node:crypto'

/**
 * A function's name as Gemini takes it: a letter or underscore first, then letters, digits, `_`, `.`, `:` and `-`, at
 * most 64 in all. Any other is made safe and given a digest of itself, so that the same name always becomes the same
 * one, also in a later turn, and two names never become one. https://ai.google.dev/api/caching#FunctionDeclaration
 */
export function wireToolName(name: string): string {
  if (VALID.test(name)) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  const safe = name.replace(/[^A-Za-z0-9_.:-]/g, '_').replace(/^(?=[^A-Za-z_])/, '_')
  return `${safe.slice(0, 55)}_${digest}`
}

/** The changed names alone: what the provider will say, to what the caller calls it. */
export function changedToolNames(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.map((name): [string, string] => [wireToolName(name), name]).filter(([wire, name]) => wire !== name),
  )
}

const VALID = /^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/
