import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Public test data kept beside the project, not in it. Absent on most machines; then the tests that need it skip. */
export const CORPORA = fileURLToPath(new URL('../../shared/corpora/', import.meta.url))

export const hasCorpora = existsSync(CORPORA)

if (!hasCorpora)
  console.warn('Skipped: the tests on recorded traffic and public suites (no ../shared/corpora here).')

export function corpusText(path: string): string {
  return readFileSync(`${CORPORA}${path}`, 'utf8')
}

export function corpusJson(path: string): unknown {
  return JSON.parse(corpusText(path))
}

/** Split on LF alone: some strings hold U+2028. */
export function corpusLines(path: string): string[] {
  return corpusText(path)
    .split('\n')
    .filter((line) => line !== '')
}
