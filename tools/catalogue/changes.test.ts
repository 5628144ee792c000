import { expect, test } from 'vitest'
import type { CatalogueFile, OfferRow } from '../../src/catalogue/file.ts'
import { describeChanges } from './changes.ts'

function fileOf(...offers: OfferRow[]): CatalogueFile {
  return { format: 1, version: 'v', sources: [], prefixes: {}, conflicts: [], offers }
}

function offer(id: string, input?: number): OfferRow {
  const prices = input === undefined ? {} : { prices: [{ input }] }
  return { kind: 'openai', id, slug: `openai/${id}`, name: id, ...prices }
}

test('what came, what went, and what costs another price', () => {
  const before = fileOf(
    offer('same', 1e9),
    offer('dearer', 1e9),
    offer('gone', 1e9),
    offer('found'),
    offer('lost', 1),
  )
  const after = fileOf(
    offer('same', 1e9),
    offer('dearer', 2e9),
    offer('new'),
    offer('found', 1),
    offer('lost'),
  )
  expect(describeChanges(before, after, 0)).toEqual([
    'added    openai new  openai/new',
    'price    openai dearer  input $1 -> $2',
    'priced   openai found',
    'removed  openai gone',
    'unpriced openai lost',
  ])
})

test('the first catalogue is all additions, and the same again is no change', () => {
  const file = fileOf(offer('one'), offer('two', 1))
  expect(describeChanges(null, file, 0)).toHaveLength(2)
  expect(describeChanges(file, file, 0)).toEqual([])
})
