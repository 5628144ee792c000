import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** One page of the documentation. */
export interface Page {
  /** From the root of the project. */
  readonly path: string
  readonly text: string
}

/** A fenced block of code. */
export interface Block {
  readonly page: Page
  readonly line: number
  readonly language: string
  /** What follows the language, such as the file that the block is. */
  readonly note: string
  readonly text: string
}

/** Every page that people are shown. */
export const PAGES: readonly Page[] = globSync(['*.md', 'docs/**/*.md', 'simulator/*.md'], { cwd: ROOT })
  .sort()
  .map(readPage)

export function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') }
}

const FENCED = /^```(\w*)[ \t]*(.*)\n([\s\S]*?)^```$/gm

export function blocksOf(page: Page): readonly Block[] {
  return [...page.text.matchAll(FENCED)].map(({ index, 1: language = '', 2: note = '', 3: text = '' }) => ({
    page,
    line: page.text.slice(0, index).split('\n').length,
    language,
    note,
    text,
  }))
}

/** For the names of tests: `docs/start.md:12`. */
export function placeOf({ page, line }: Block): string {
  return `${page.path}:${line}`
}

export function withoutBlocks({ text }: Page): string {
  return text.replaceAll(FENCED, '')
}

/** The text below a heading, up to the next one. Throws where there is no such heading. */
export function sectionOf(page: Page, heading: string): string {
  const [, text] = page.text.split(new RegExp(`^#+ ${heading}$`, 'm'))
  if (text === undefined) throw new Error(`${page.path} has no heading ${heading}.`)
  return text.split(/^#/m, 1)[0] ?? ''
}

/** The cells of all tables, a row at a time, without their heads. */
export function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').map((line) => line.trim())
  const isRule = (line: string | undefined) => line !== undefined && /^\|[-|]+\|$/.test(line)
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1]))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
}

/** What stands in backquotes. */
export function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted)
}
