import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROVIDERS } from '../providers/index.ts'
import { nanosToUsd } from '../core/money.ts'
import { priceAt, type Price } from '../core/price.ts'
import type { CatalogueFile } from './file.ts'
import { loadCatalogue } from './index.ts'
import { foldName } from './names.ts'

const text = readFileSync(new URL('catalogue.json', import.meta.url), 'utf8')
const file: CatalogueFile = JSON.parse(text)
const catalogue = loadCatalogue(text)

test('all numbers are whole, none is negative, and none is a free price', () => {
  const numbers: number[] = []
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'number') numbers.push(value)
    return value
  })
  expect(numbers.length).toBeGreaterThan(4000)
  expect(numbers.filter((value) => !Number.isSafeInteger(value) || value < 0)).toEqual([])
  const free = file.offers.filter((offer) => offer.prices?.some((price) => price.input === 0))
  expect(free.map((offer) => offer.id)).toEqual([])
})

test('offers are sorted, and no kind has two names of one spelling', () => {
  const keys = file.offers.map((offer) => `${offer.kind} ${offer.id}`)
  const sorted = file.offers.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id))
  expect(keys).toEqual(sorted.map((offer) => `${offer.kind} ${offer.id}`))
  const spellings = file.offers.flatMap(({ kind, id, aliases = [] }) =>
    [id, ...aliases].map((name) => `${kind} ${foldName(name)}`),
  )
  expect(spellings.filter((name, place) => spellings.indexOf(name) !== place)).toEqual([])
})

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

test('slugs are an author and a model, in lower case', () => {
  const odd = file.offers.filter((offer) => !/^[a-z0-9-]+\/[a-z0-9][a-z0-9._-]*$/.test(offer.slug))
  expect(odd.map((offer) => offer.slug)).toEqual([])
})

test('every kind is one of the registry, or one to come', () => {
  const known = new Set([...PROVIDERS.map(({ kind }) => kind)])
  expect([...new Set(file.offers.map(({ kind }) => kind))].filter((kind) => !known.has(kind))).toEqual([])
  expect(new Set(file.offers.map(({ slug }) => slug)).size).toBeGreaterThan(800)
  expect(file.offers.length).toBeGreaterThan(1_500)
})

test('prices and their tiers are in rising order', () => {
  for (const { id, prices = [] } of file.offers) {
    const starts = prices.map((price) => price.from ?? 0)
    expect(starts, id).toEqual(starts.toSorted((a, b) => a - b))
    for (const { tiers = [] } of prices) {
      const steps = tiers.map((tier) => tier.above)
      expect(steps, id).toEqual([...new Set(steps)].sort((a, b) => a - b))
    }
  }
})

test('each offer is found under its own names', () => {
  for (const { kind, id, slug, aliases = [] } of file.offers) {
    expect(catalogue.byNativeId(kind, id)?.slug, id).toBe(slug)
    for (const alias of aliases) {
      expect(catalogue.byNativeId(kind, alias), alias).toMatchObject({ slug, nativeId: alias })
    }
    expect(catalogue.bySlug(slug).some((offer) => offer.kind === kind && offer.nativeId === id)).toBe(true)
  }
})

test.each([
  [
    'anthropic/claude-sonnet-4.6',
    ['anthropic', 'bedrock', 'vertex', 'openrouter', 'vercel', 'databricks', 'snowflake'],
  ],
  ['openai/gpt-5.4', ['openai', 'azure-openai', 'bedrock']],
  [
    'openai/gpt-oss-120b',
    ['bedrock', 'cerebras', 'cloudflare', 'groq', 'huggingface', 'openrouter', 'together', 'vercel'],
  ],
  ['google/gemini-2.5-flash', ['gemini', 'vertex']],
  ['deepseek/deepseek-chat', ['deepseek']],
  ['z-ai/glm-5.3', ['bedrock', 'fireworks', 'huggingface', 'together', 'zhipu']],
  ['meta-llama/llama-3.3-70b-instruct', ['bedrock', 'groq', 'huggingface', 'together']],
])('%s is one model at %j', (slug, kinds) => {
  const found = new Set(catalogue.bySlug(slug).map((offer) => offer.kind))
  for (const kind of kinds) expect(found, slug).toContain(kind)
})

function priceOf(kind: string, id: string, time: string): Price | null {
  const offer = catalogue.byNativeId(kind, id)
  return offer === null ? null : priceAt(offer, Date.parse(time))
}

function inputUsd(kind: string, id: string, time: string): number | null {
  const input = priceOf(kind, id, time)?.input ?? null
  return input === null ? null : nanosToUsd(input)
}

test('prices of well-known models, by date and hour', () => {
  expect(inputUsd('anthropic', 'claude-sonnet-4.6', '2026-11-10T12:00Z')).toBe(3)
  expect(inputUsd('openai', 'o3', '2025-06-09T23:59Z')).toBe(10)
  expect(inputUsd('openai', 'o3', '2025-06-10T00:00Z')).toBe(2)
  expect(inputUsd('gemini', 'gemini-3.6-flash', '2026-12-31T23:59Z')).toBe(0.75)
  expect(inputUsd('gemini', 'gemini-3.6-flash', '2027-01-01T00:00Z')).toBe(1.5)
  expect(inputUsd('deepseek', 'deepseek-v4-pro', '2026-11-10T00:59Z')).toBe(0.66)
  expect(inputUsd('deepseek', 'deepseek-v4-pro', '2026-11-10T01:00Z')).toBe(1.32)
  expect(inputUsd('deepseek', 'deepseek-v4-pro', '2026-11-10T05:00Z')).toBe(0.66)
})

test("Bedrock's regions have their prices, and its ids without a region the regional one", () => {
  const at = '2026-11-10T12:00Z'
  expect(inputUsd('bedrock', 'global.anthropic.claude-haiku-4-5-20251001-v1:0', at)).toBe(1)
  expect(inputUsd('bedrock', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', at)).toBe(1.1)
  expect(inputUsd('bedrock', 'anthropic.claude-haiku-4-5-20251001-v1:0', at)).toBe(1.1)
  expect(inputUsd('bedrock', 'us-gov.anthropic.claude-haiku-4-5-20251001-v1:0', at)).toBeNull()
})

test('a younger model does not inherit the price of the one whose name it begins with', () => {
  expect(priceOf('anthropic', 'claude-sonnet-5-5', '2026-11-10')?.cacheRead).toBe(100_000_000)
  expect(priceOf('anthropic', 'claude-sonnet-5', '2026-11-10')?.cacheRead).toBe(200_000_000)
})
