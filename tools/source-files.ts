import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A text file of the project. The path is from the project's root, with `/` on every system. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

const FOLDERS = ['src', 'simulator', 'test', 'tools', 'bench', 'examples', 'docs', 'bin', '.ci']
const TEXT = /(?:\.(?:ts|js|json|yaml|md|sh)|\/portolan|\/run)$/

/** Everything that people write: sources, documents, scripts and the files at the root, ordered by path. */
export function readProject(root: string = ROOT): readonly SourceFile[] {
  const atRoot = readdirSync(root, { withFileTypes: true })
  const folders = atRoot.filter((entry) => entry.isDirectory() && FOLDERS.includes(entry.name))
  const paths = [
    ...atRoot.filter((entry) => entry.isFile()).map(({ name }) => name),
    ...folders.flatMap(({ name }) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((path) =>
        `${name}/${path}`.replaceAll('\\', '/'),
      ),
    ),
  ]
  return paths
    .filter((path) => TEXT.test(path) && !path.includes('node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Whether a file is there for tests alone: tests, what they read, and the suites that several of them share. */
export function isTest(path: string): boolean {
  return path.startsWith('test/') || /(?:\.(?:test|fixture)|-suite)\.ts$/.test(path)
}

/** The number of the line that holds the character at `offset`, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
