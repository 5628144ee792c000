import { safeName } from '../../wire/safe-name.ts'

const RULE = { valid: /^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/, refused: /[^A-Za-z0-9_.:-]/g, lengthMax: 63 }

/**
 * A function's name as Gemini takes it: a letter or underscore first, then letters, digits, `_`, `.`, `:` and `-`, at
 * most 64 in all. https://ai.google.dev/api/caching#FunctionDeclaration
 */
export function wireToolName(name: string): string {
  return safeName(name, RULE).replace(/^(?=[^A-Za-z_])/, '_')
}

/** The changed names alone: what the provider will say, to what the caller calls it. */
export function changedToolNames(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.map((name): [string, string] => [wireToolName(name), name]).filter(([wire, name]) => wire !== name),
  )
}
