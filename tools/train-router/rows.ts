import { readFileSync } from 'node:fs'
import { type Features, textFeatures } from '../../src/routing/auto/features.ts'

/** One prompt that two models have answered. */
export interface Row {
  readonly prompt: string
  readonly weakOk: boolean
  readonly strongOk: boolean
  /** Prompts of one kind, which may be held out together: the file's `subject`, or the file itself. */
  readonly group: string
  /** The file it came from, without folder and ending. */
  readonly set: string
  readonly features: Features
}

/**
 * Reads JSON Lines of `{ prompt, weak_ok, strong_ok }`, with `subject` where there is one; other fields are ignored.
 * Throws an `Error` with the file and the line of what it cannot use.
 */
export function readRows(path: string): readonly Row[] {
  const set = (path.split(/[\\/]/).at(-1) ?? path).replace(/\.jsonl$/, '')
  return readFileSync(path, 'utf8')
    .split('\n') // And at nothing else: JSON strings may hold other line separators.
    .flatMap((line, index) => (line.trim() === '' ? [] : [readRow(line, `${path}:${index + 1}`, set)]))
}

/** What the strong model adds: 1 where only it was right, -1 where only the weak one was. */
export function gainOf({ weakOk, strongOk }: Pick<Row, 'weakOk' | 'strongOk'>): number {
  return Number(strongOk) - Number(weakOk)
}

function readRow(line: string, where: string, set: string): Row {
  const { prompt, weak_ok, strong_ok, subject } = parse(line, where)
  if (typeof prompt !== 'string' || typeof weak_ok !== 'boolean' || typeof strong_ok !== 'boolean') {
    throw new Error(`${where} has not the text \`prompt\` and the booleans \`weak_ok\` and \`strong_ok\`.`)
  }
  return {
    prompt,
    weakOk: weak_ok,
    strongOk: strong_ok,
    group: typeof subject === 'string' ? subject : set,
    set,
    features: textFeatures(prompt),
  }
}

function parse(line: string, where: string): Record<string, unknown> {
  try {
    // Whatever it is, its fields are looked at one by one.
    return (JSON.parse(line) ?? {}) as Record<string, unknown>
  } catch (error) {
    throw new Error(`${where} is not JSON.`, { cause: error })
  }
}
