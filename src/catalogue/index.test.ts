import { expect, test } from 'vitest'
import { priceAt, type Offer } from '../core/price.ts'
import type { CatalogueFile, OfferRow, PriceRow } from './file.ts'
import { loadCatalogue } from './index.ts'

const DOLLAR = 1_000_000_000

function catalogueOf(...offers: OfferRow[]) {
  const prefixes = { bedrock: ['eu.', 'us.'], gemini: ['models/'] }
  const file: CatalogueFile = { format: 1, version: 'v', sources: [], prefixes, conflicts: [], offers }
  return loadCatalogue(JSON.stringify(file))
}

function row(kind: string, id: string, slug: string, more: Partial<OfferRow> = {}): OfferRow {
  return { kind, id, slug, name: id, ...more }
}

const catalogue = catalogueOf(
  row('anthropic', 'claude-sonnet-4-6', 'anthropic/claude-sonnet-4.6'),
  row('anthropic', 'claude-opus-4-0', 'anthropic/claude-opus-4', { aliases: ['claude-opus-4-20250514'] }),
  row('anthropic', 'claude-3-5-haiku-latest', 'anthropic/claude-3.5-haiku'),
  row('bedrock', 'anthropic.claude-sonnet-4-6', 'anthropic/claude-sonnet-4.6'),
  row('bedrock', 'global.anthropic.claude-sonnet-4-6', 'anthropic/claude-sonnet-4.6'),
  row('gemini', 'gemini-2.5-flash', 'google/gemini-2.5-flash'),
  row('openai', 'gpt-4o', 'openai/gpt-4o', { aliases: ['gpt-4o-2024-08-06'] }),
  row('openai', 'gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13'),
)

function nativeId(kind: string, name: string): string | null {
  return catalogue.byNativeId(kind, name)?.nativeId ?? null
}

test.each([
  ['claude-sonnet-4-6', 'claude-sonnet-4-6'],
  ['claude-sonnet-4.6', 'claude-sonnet-4-6'],
  ['Claude-Sonnet-4.6', 'claude-sonnet-4-6'],
  ['claude-sonnet-4.6-latest', 'claude-sonnet-4-6'],
  ['anthropic/claude-sonnet-4.6', 'claude-sonnet-4-6'],
  ['claude-opus-4', 'claude-opus-4-0'],
  ['claude-sonnet-4.7', null],
  ['claude', null],
  ['', null],
])('%s is a spelling of %s', (name, id) => {
  expect(nativeId('anthropic', name)).toBe(id)
})

test.each([
  ['anthropic', 'claude-sonnet-4-6-20260115', 'claude-sonnet-4-6-20260115'],
  ['anthropic', 'claude-sonnet-4.6-20260115', 'claude-sonnet-4-6-20260115'],
  ['anthropic', 'claude-3-5-haiku-20241022', 'claude-3-5-haiku-20241022'],
  ['anthropic', 'claude-opus-4-20250514', 'claude-opus-4-20250514'],
  ['openai', 'gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
  ['bedrock', 'us.anthropic.claude-sonnet-4-6', 'us.anthropic.claude-sonnet-4-6'],
  ['gemini', 'models/gemini-2.5-flash', 'models/gemini-2.5-flash'],
])('%s: the snapshot and region of %s are kept', (kind, name, id) => {
  expect(nativeId(kind, name)).toBe(id)
})

test('a snapshot with an offer of its own is that offer', () => {
  expect(catalogue.byNativeId('openai', 'gpt-4o-2024-05-13')?.slug).toBe('openai/gpt-4o-2024-05-13')
  expect(catalogue.byNativeId('openai', 'gpt-4o-2024-08-06')?.slug).toBe('openai/gpt-4o')
})

test('a spelling that could mean two offers means neither', () => {
  expect(nativeId('bedrock', 'claude-sonnet-4.6')).toBeNull()
})

test('a kind that the catalogue does not know has no offers', () => {
  expect(nativeId('simulator', 'gpt-4o')).toBeNull()
  expect(nativeId('openai-compatible', 'gpt-4o')).toBeNull()
})

function where(offers: readonly Offer[]): string[] {
  return offers.map((offer) => `${offer.kind} ${offer.nativeId}`)
}

test('by slug, whatever the spelling', () => {
  const all = [
    'anthropic claude-sonnet-4-6',
    'bedrock anthropic.claude-sonnet-4-6',
    'bedrock global.anthropic.claude-sonnet-4-6',
  ]
  for (const slug of ['claude-sonnet-4.6', 'claude-sonnet-4-6', 'claude-sonnet-4.6-20260115']) {
    expect(where(catalogue.bySlug(`anthropic/${slug}`))).toEqual(all)
  }
  expect(catalogue.bySlug('anthropic/claude-sonnet-9')).toEqual([])
})

test('by bare id, at every kind', () => {
  expect(where(catalogue.byBareId('claude-sonnet-4.6'))).toHaveLength(3)
  expect(where(catalogue.byBareId('gpt-4o-2024-08-06'))).toEqual(['openai gpt-4o-2024-08-06'])
  expect(where(catalogue.byBareId('claude-opus-4'))).toEqual(['anthropic claude-opus-4-0'])
  expect(catalogue.byBareId('unheard-of')).toEqual([])
})

test('slugs are sorted and each is there once', () => {
  const slugs = catalogue.slugs()
  expect(slugs).toEqual([...new Set(slugs)].sort())
  expect(slugs).toHaveLength(6)
})

function offerPriced(...prices: PriceRow[]): Offer {
  const offer = catalogueOf(row('openai', 'm', 'openai/m', { prices })).byNativeId('openai', 'm')
  if (offer === null) throw new Error('The offer just made is not there.')
  return offer
}

test('no price is null, never zero', () => {
  expect(priceAt(offerPriced(), 0)).toBeNull()
  expect(priceAt(offerPriced({ input: 3 * DOLLAR }), 0)).toMatchObject({ input: 3 * DOLLAR, output: null })
})

test('the price is the last that has begun', () => {
  const from = Date.parse('2026-03-13T00:00:00Z')
  const offer = offerPriced({ input: 6 * DOLLAR }, { from, input: 3 * DOLLAR })
  expect(priceAt(offer, from - 1)?.input).toBe(6 * DOLLAR)
  expect(priceAt(offer, from)?.input).toBe(3 * DOLLAR)
})

test('a price of some hours holds in those hours, also across midnight', () => {
  const day = offerPriced({ input: 1 }, { daily: [60, 240], input: 2 })
  const night = offerPriced({ input: 1 }, { daily: [1380, 60], input: 2 })
  const prices = (offer: Offer) =>
    ['00:00', '00:59', '01:00', '03:59', '04:00', '23:00'].map(
      (time) => priceAt(offer, Date.parse(`2026-11-10T${time}:59Z`))?.input,
    )
  expect(prices(day)).toEqual([1, 1, 2, 2, 1, 1])
  expect(prices(night)).toEqual([2, 2, 1, 1, 1, 2])
})

test('tiers come through in order, with what they do not name as unknown', () => {
  const price = priceAt(offerPriced({ input: 1, tiers: [{ above: 200_000, input: 2 }] }), 0)
  expect(price?.tiers).toEqual([
    {
      aboveInputTokens: 200_000,
      input: 2,
      output: null,
      cacheRead: null,
      cacheWrite: null,
      cacheWrite1h: null,
    },
  ])
})

test.each([
  ['nonsense', 'not a JSON object'],
  ['{"format": 2}', 'format 2'],
  ['{"format": 1}', 'lacks'],
  ['{"format":1,"version":"v","prefixes":{},"offers":[{"kind":"openai"}]}', 'Offer 0'],
])('%s is refused', (text, fault) => {
  expect(() => loadCatalogue(text)).toThrow(fault)
})

test.each([0.1, -1, 2 ** 60])('an amount of %d is refused', (input) => {
  expect(() => offerPriced({ input })).toThrow('openai m')
})
