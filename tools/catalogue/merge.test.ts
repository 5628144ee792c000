import { expect, test } from 'vitest'
import { comparePrices } from './compare-prices.ts'
import { readModel, type PricedModel } from './genai-prices.ts'
import type { KindSources } from './kinds.ts'
import { mergeKind } from './merge.ts'
import { readEntry, type DescribedModel } from './pi-ai.ts'
import { createSlugger } from './slug.ts'

const slugOf = createSlugger(['acme/rocket-1', 'acme/rocket-1.5', 'acme/rocket-1-mini'])

function merge(
  priced: PricedModel[],
  described: DescribedModel[],
  more: Partial<KindSources> = {},
  named: readonly string[] = [],
) {
  const sources: KindSources = { kind: 'acme', genaiPrices: [], piAi: [], author: 'acme', ...more }
  return mergeKind({ sources, priced, described, named, slugOf, describedAtMs: Date.parse('2026-11-10') })
}

function described(id: string, input: number, output: number, more: object = {}): DescribedModel {
  const cost = { input, output, cacheRead: 0, cacheWrite: 0, ...more }
  const sizes = { contextWindow: 1000, maxTokens: 100 }
  return readEntry({ type: 'chat', id, name: id, reasoning: true, input: ['text', 'image'], cost, ...sizes })
}

const rocket = readModel({
  id: 'rocket-1',
  match: { or: [{ starts_with: 'rocket-1' }, { equals: 'rocket-1-mini' }, { equals: 'rocket-one' }] },
  prices: { input_mtok: 3, output_mtok: 15, cache_read_mtok: 0.30000000000000004 },
})

test('the first source has the price, the second the sizes', () => {
  const { offers, conflicts } = merge([rocket], [described('rocket-1', 3, 15)])
  expect(conflicts).toEqual([])
  expect(offers[0]).toEqual({
    kind: 'acme',
    id: 'rocket-1',
    slug: 'acme/rocket-1',
    name: 'rocket-1',
    context: 1000,
    output: 100,
    modalities: ['text', 'image'],
    reasons: true,
    aliases: ['rocket-one'],
    prices: [{ input: 3e9, output: 15e9, cacheRead: 3e8 }],
  })
})

test('a name that OpenRouter has as another model becomes its own offer', () => {
  const { offers } = merge([rocket], [])
  expect(offers.map((offer) => offer.slug)).toEqual(['acme/rocket-1', 'acme/rocket-1-mini'])
})

test('a disagreement is listed, and the first source holds', () => {
  const { offers, conflicts } = merge([rocket], [described('rocket-1', 2, 15)])
  expect(conflicts).toEqual([
    { kind: 'acme', nativeId: 'rocket-1', field: 'input', a: 3e9, b: 2e9, held: 'a' },
  ])
  expect(offers[0]?.prices?.[0]?.input).toBe(3e9)
})

test('a name that has moved on takes the younger source, and keeps a slug of its own', () => {
  const { offers, conflicts } = merge([rocket], [described('rocket-1-latest', 2, 15)])
  expect(conflicts.map((conflict) => conflict.held)).toEqual(['b'])
  expect(offers.map((offer) => [offer.slug, offer.prices?.[0]?.input])).toEqual([
    ['acme/rocket-1', 3e9],
    ['acme/rocket-1-latest', 2e9],
    ['acme/rocket-1-mini', 3e9],
  ])
})

test('a broad rule of the first source says nothing about another model', () => {
  const { offers, conflicts } = merge([rocket], [described('rocket-1-5', 2, 10)])
  expect(conflicts).toEqual([])
  expect(offers.find((offer) => offer.slug === 'acme/rocket-1.5')?.prices?.[0]?.input).toBe(2e9)
})

test('a dated name at the same price is an alias, at another price an offer', () => {
  const dated = 'rocket-1-20260101'
  expect(merge([], [described('rocket-1', 3, 15), described(dated, 3, 15)]).offers).toMatchObject([
    { id: 'rocket-1', aliases: [dated] },
  ])
  expect(merge([], [described('rocket-1', 3, 15), described(dated, 4, 15)]).offers).toHaveLength(2)
})

test('a zero of the second source is no price', () => {
  expect(merge([], [described('rocket-1', 0, 0)]).offers[0]).not.toHaveProperty('prices')
  const unread = merge([], [described('rocket-1', 3, 15)], { ignorePiAiPrices: true })
  expect(unread.offers[0]).not.toHaveProperty('prices')
})

test('steps of the price are compared, a difference of one token aside', () => {
  const a = { input: 1, tiers: [{ above: 199_999, input: 2 }] }
  expect(comparePrices(a, { input: 1, tiers: [{ above: 200_000, input: 2 }] })).toEqual([])
  expect(comparePrices(a, { input: 1 })).toEqual([{ field: 'above 200000', a: 2, b: null }])
})

test('a mere name is an offer without a price, unless another source has the model', () => {
  const { offers } = merge([rocket], [described('rocket-2', 1, 2)], {}, ['rocket-2', 'Rocket-3'])
  expect(offers.map(({ id }) => id)).toContain('Rocket-3')
  expect(offers.filter(({ id }) => id === 'rocket-2')).toHaveLength(1)
  expect(offers.find(({ id }) => id === 'Rocket-3')).toEqual({
    kind: 'acme',
    id: 'Rocket-3',
    slug: 'acme/rocket-3',
    name: 'Rocket-3',
  })
})
