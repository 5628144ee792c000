import { isTest, lineAt, type SourceFile } from './source-files.ts'

/** A habit of the house that no compiler or linter knows. It finds where a file breaks it, or nothing. */
interface Rule {
  readonly applies: (path: string) => boolean
  readonly find: (file: SourceFile) => readonly Finding[]
}

interface Finding {
  readonly line: number
  readonly message: string
}

/** Every place that breaks a rule, one line each. */
export function findUntidy(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    RULES.filter(({ applies }) => applies(file.path)).flatMap(({ find }) =>
      find(file).map(({ line, message }) => `${file.path}:${line} ${message}`),
    ),
  )
}

/** Of comments. The formatter sees to the code, and literals are as long as they are. */
const COLUMNS_MAX = 120
const LINES_MAX = 300

/**
 * Files that are longer than they should be, and the lines each has. A number here may only fall; a file that has
 * become short enough leaves the list.
 */
const LONG_FILES: Readonly<Record<string, number>> = {
  'src/gateway/try-target.ts': 356,
}

const isSource = (path: string) => path.endsWith('.ts')
/** All but the two files that quote what they forbid. */
const isAny = (path: string) => path !== 'tools/tidy.ts' && path !== 'tools/tidy.test.ts'
/** Handed its surroundings by `main.ts`, so that a test can hold them still. */
const isInner = (path: string) =>
  path.startsWith('src/') && path !== 'src/main.ts' && isSource(path) && !isTest(path)

const RULES: readonly Rule[] = [
  {
    applies: isSource,
    find: ({ path }) =>
      path
        .split('/')
        .filter((name) => /^(?:utils?|helpers?|common|misc|manager|types)(?:\.|$)/.test(name))
        .map((name) => ({ line: 1, message: `${name} says nothing; name the file for its main export` })),
  },
  {
    applies: isSource,
    find: ({ path }) =>
      /^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.[a-z0-9-]+)*\.ts$/.test(path)
        ? []
        : [{ line: 1, message: 'is not in kebab-case' }],
  },
  {
    applies: isSource,
    find: ({ text }) =>
      text
        .split('\n')
        .map((content, index) => ({ line: index + 1, columns: content.length, content }))
        .filter(({ columns, content }) => columns > COLUMNS_MAX && /^ *(?:\/\/|\/?\*)| \/\/ /.test(content))
        .filter(({ content }) => !content.includes('://'))
        .map(({ line, columns }) => ({ line, message: `has ${columns} columns, above ${COLUMNS_MAX}` })),
  },
  { applies: isSource, find: findLength },
  {
    applies: (path) => isSource(path) && !isTest(path),
    find: pattern(/^(?:export )?(?:let|var) .*/gm, 'is state of the whole module; hand it in'),
  },
  {
    applies: isInner,
    find: pattern(
      /\bprocess\.\w+|\bMath\.random\b(?!`)|\bDate\.now\b|\bnew Date\(\)/g,
      'is for src/main.ts alone; take it as a parameter',
    ),
  },
  {
    applies: isAny,
    find: pattern(/\b(?:TODO|FIXME|XXX)\b/g, 'is unfinished work; finish it or leave it out'),
  },
  {
    applies: isAny,
    find: pattern(/(?<![\w.~-])\/(?:home|root|Users|work)\/[\w.-]+/g, 'is a path of one machine'),
  },
  {
    applies: (path) => path === 'package.json',
    find: pattern(/"[^"]+": "[\^~*][^"]*"/g, 'is not an exact version'),
  },
]

function findLength({ path, text }: SourceFile): readonly Finding[] {
  const lines = text.trimEnd().split('\n').length
  const known = LONG_FILES[path]
  if (known !== undefined && lines <= LINES_MAX) {
    return [{ line: lines, message: 'is short enough now; remove it from LONG_FILES in tools/tidy.ts' }]
  }
  const max = known ?? LINES_MAX
  return lines > max ? [{ line: max + 1, message: `has ${lines} lines, above ${max}` }] : []
}

/** Finds each match, quoted before the message. */
function pattern(expression: RegExp, message: string): Rule['find'] {
  return ({ text }) =>
    [...text.matchAll(expression)].map((match) => ({
      line: lineAt(text, match.index),
      message: `${match[0]} ${message}`,
    }))
}
