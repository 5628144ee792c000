import { expect, test } from 'vitest'
import { ERRORS } from '../../src/core/error.ts'
import { PROVIDERS } from '../../src/providers/index.ts'
import { STRATEGIES } from '../../src/routing/strategies/index.ts'
import { quotedIn, readPage, rowsOf, sectionOf } from './pages.ts'

test('every provider has a section of its own', () => {
  const page = readPage('docs/reference/providers.md')
  for (const { kind } of PROVIDERS) expect(sectionOf(page, kind)).not.toBe('')
})

test('every strategy is listed, and no other', () => {
  const rows = rowsOf(sectionOf(readPage('docs/concepts/routing.md'), 'Strategies'))
  expect(rows.map(([name = '']) => quotedIn(name).join())).toEqual(Object.keys(STRATEGIES))
})

test('the life of a request tells where each error comes from', () => {
  const words = new Set(readPage('docs/concepts/lifecycle.md').text.match(/\w+/g))
  expect(Object.keys(ERRORS).filter((code) => !words.has(code))).toEqual([])
})
