import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROVIDERS } from '../src/providers/index.ts'
import { renderProvidersPage } from './providers-page.ts'

const PAGE = readFileSync(new URL('../docs/reference/providers.md', import.meta.url), 'utf8')

test('the page says what the providers say: node tools/write-providers-page.ts', () => {
  expect(PAGE).toBe(renderProvidersPage(PAGE))
})

test('a page that is out of date is put right, and the words around stay', () => {
  const old =
    'Before\n<!-- table -->\nold\n<!-- end of table -->\nbetween\n<!-- kinds -->\n<!-- end of kinds -->\nafter\n'
  const page = renderProvidersPage(old)
  for (const { kind } of PROVIDERS) expect(page).toContain(`| \`${kind}\` |`)
  expect(page).toMatch(/^Before\n<!-- table -->\n\| kind/)
  expect(page).toContain('<!-- end of table -->\nbetween\n')
  expect(page).not.toContain('old')
  expect(page.endsWith('<!-- end of kinds -->\nafter\n')).toBe(true)
})
