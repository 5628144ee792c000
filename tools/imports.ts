import { posix } from 'node:path'
import { lineAt, type SourceFile } from './source-files.ts'

/** One import or re-export, static or dynamic. */
export interface Import {
  readonly from: string
  readonly line: number
  /** A path of the project, or the name of a package, or `node:` and a module of Node's own. */
  readonly to: string
  readonly isRelative: boolean
  /** `import type`: gone when the code runs. */
  readonly isType: boolean
}

/**
 * The imports of one TypeScript file, in order. It reads the text, not a syntax tree, which the formatter makes safe:
 * a statement begins its line.
 */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const { type, statement, bare, dynamic } = match.groups ?? {}
    const specifier = statement ?? bare ?? dynamic
    if (specifier === undefined) return []
    const isRelative = specifier.startsWith('.')
    return [
      {
        from: path,
        line: lineAt(text, match.index),
        to: isRelative ? posix.join(posix.dirname(path), specifier) : packageOf(specifier),
        isRelative,
        isType: type !== undefined,
      },
    ]
  })
}

const IMPORT = new RegExp(
  [
    String.raw`^(?:import|export)\s+(?<type>type\s+)?[\w*{][^'"]*?\sfrom\s+'(?<statement>[^']+)'`,
    String.raw`^import\s+'(?<bare>[^']+)'`,
    String.raw`\bimport\('(?<dynamic>[^']+)'\)`,
  ].join('|'),
  'gm',
)

/** `@scope/name/part` is of the package `@scope/name`. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
