import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { PAGES, type Page, readPage, ROOT, withoutBlocks } from './pages.ts'

test.each(PAGES)('every link of $path leads somewhere', (page) => {
  expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
})

test('every page can be reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const path of reached) {
    for (const link of linksOf(readPage(path))) {
      const { file } = targetOf(path, link)
      if (file.endsWith('.md') && existsSync(join(ROOT, file))) reached.add(file)
    }
  }
  expect(PAGES.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([])
})

/** Links within the project. */
function linksOf(page: Page): readonly string[] {
  return [...withoutBlocks(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link))
}

function targetOf(from: string, link: string): { readonly file: string; readonly anchor: string } {
  const [path = '', anchor = ''] = link.split('#')
  return { file: path === '' ? from : normalize(join(dirname(from), path)), anchor }
}

function leadsSomewhere({ path }: Page, link: string): boolean {
  const { file, anchor } = targetOf(path, link)
  if (!existsSync(join(ROOT, file))) return false
  return anchor === '' || anchorsOf(readPage(file)).includes(anchor)
}

/** As GitHub makes them from headings. */
function anchorsOf(page: Page): readonly string[] {
  return [...withoutBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}
