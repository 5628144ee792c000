import type { Provider } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../test/corpora.ts'
import type { PriceRow } from '../../src/catalogue/file.ts'
import { priceRowAt } from './compare-prices.ts'
import { readModel, type PricedModel } from './genai-prices.ts'

function pricesOf(prices: Parameters<typeof readModel>[0]['prices']): readonly PriceRow[] {
  return readModel({ id: 'm', match: { equals: 'm' }, prices }).prices
}

test('dollars become whole nano-dollars, without the noise of fractions', () => {
  expect(pricesOf({ input_mtok: 0.43000000000000005, output_mtok: 0.003625 })).toEqual([
    { input: 430_000_000, output: 3_625_000 },
  ])
})

test('a price by the thousand requests is a price by the request', () => {
  expect(pricesOf({ input_mtok: 1, requests_kcount: 12 })).toEqual([{ input: 1e9, request: 12_000_000 }])
})

test('what cannot be charged by has no price', () => {
  expect(pricesOf({ audio_hours: 0.36 })).toEqual([])
  expect(pricesOf({})).toEqual([])
})

test('a tier holds all prices, stepped or not', () => {
  const input = {
    base: 1,
    tiers: [
      { start: 100, price: 2 },
      { start: 200, price: 3 },
    ],
  }
  const output = { base: 5, tiers: [{ start: 200, price: 6 }] }
  const [row] = pricesOf({ input_mtok: input, output_mtok: output, cache_read_mtok: 0.5 })
  expect(row?.tiers).toEqual([
    { above: 100, input: 2e9, output: 5e9, cacheRead: 5e8 },
    { above: 200, input: 3e9, output: 6e9, cacheRead: 5e8 },
  ])
})

test('hours of the day begin with the dated price that they vary', () => {
  const peak = { type: 'time_of_date', start_time: '01:00:00Z', end_time: '04:30:00Z' } as const
  const start = { type: 'start_date', start_date: '2026-08-17' } as const
  const from = Date.parse('2026-08-17')
  const rows = pricesOf([
    { prices: { input_mtok: 1 } },
    { constraint: start, prices: { input_mtok: 2 } },
    { constraint: peak, prices: { input_mtok: 4 } },
  ])
  expect(rows).toEqual([{ input: 1e9 }, { from, input: 2e9 }, { from, daily: [60, 270], input: 4e9 }])
})

test.each([
  [{ starts_with: 'Claude-' }, 'claude-9', true],
  [{ contains: 'opus' }, 'us.claude-opus', true],
  [{ ends_with: '-1' }, 'm-10', false],
  [{ and: [{ starts_with: 'g' }, { regex: '^(?!.*-tts)' }] }, 'g-tts', false],
  [{ or: [{ equals: 'a' }, { equals: 'b' }] }, 'B', true],
])('the rule %j on %s: %s', (match, id, expected) => {
  expect(readModel({ id: 'm', match, prices: {} }).matches(id)).toBe(expected)
})

type Counts = Readonly<Record<string, number>>

interface UsageCase {
  /** Absent where the recorded answer does not name its model. */
  readonly model?: string
  readonly extracted: readonly {
    readonly usage: Counts
    readonly extractors: readonly { provider_id: string; input_price?: string; output_price?: string }[]
  }[]
}

/** The kinds of token that these tests know how to charge. All others in a usage are parts of these. */
const CHARGED = new Set(['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'])
const PARTS = new Set(['input_text_tokens', 'output_text_tokens', 'output_reasoning_tokens'])

describe.skipIf(!hasCorpora)('the public table of prices', () => {
  const providers = hasCorpora
    ? (corpusJson('pricing/genai-prices/prices-v2.json') as Provider[]) // The corpus is of this package's own shape.
    : []
  const cases = hasCorpora ? (corpusJson('pricing/genai-prices/usages.json') as UsageCase[]) : []

  test('every price is read to the last decimal', () => {
    let count = 0
    for (const model of providers.flatMap((provider) => provider.models)) {
      const amounts = Array.isArray(model.prices) ? model.prices.at(-1)?.prices : model.prices
      const row = readModel(model).prices.at(-1)
      for (const [key, field] of [
        ['input_mtok', 'input'],
        ['output_mtok', 'output'],
      ] as const) {
        const amount = amounts?.[key]
        if (amount === undefined) continue
        const usd = typeof amount === 'number' ? amount : amount.base
        expect(row?.[field], `${model.id} ${key}`).toBe(Number((usd * 1e9).toFixed(0)))
        count++
      }
    }
    expect(count).toBeGreaterThan(2000)
  })

  test.each(['anthropic', 'openai', 'google', 'mistral', 'groq'])('%s: costs of recorded usage', (id) => {
    const models = providers.find((provider) => provider.id === id)?.models.map(readModel) ?? []
    const differences: string[] = []
    let count = 0
    for (const { name, usage, input, output } of costsAt(cases, id)) {
      const model = models.find((candidate) => candidate.matches(name))
      if (model === undefined || !isChargeable(model, usage)) continue
      const cost = costOf(model, usage)
      const isSame = Math.abs(cost.input - input) < 0.5 && Math.abs(cost.output - output) < 0.5
      if (!isSame) differences.push(`${name}: ${JSON.stringify({ usage, cost, input, output })}`)
      count++
    }
    expect(differences).toEqual([])
    expect(count).toBeGreaterThan(5)
  })
})

/** What the table's own project says that the recorded usage costs at a provider, in nano-dollars. */
function costsAt(cases: readonly UsageCase[], providerId: string) {
  return cases.flatMap(({ model: name, extracted }) =>
    extracted.flatMap(({ usage, extractors }) => {
      const cost = extractors.find((extractor) => extractor.provider_id === providerId)
      if (name === undefined || cost?.input_price === undefined) return []
      return [
        { name, usage, input: Number(cost.input_price) * 1e9, output: Number(cost.output_price ?? 0) * 1e9 },
      ]
    }),
  )
}

function isChargeable(model: PricedModel, usage: Counts): boolean {
  // Which date the table's costs were worked out for is not recorded, so dated prices prove nothing.
  return model.prices.length === 1 && Object.keys(usage).every((key) => CHARGED.has(key) || PARTS.has(key))
}

function costOf({ prices }: PricedModel, usage: Counts): { input: number; output: number } {
  const row = priceRowAt(prices, 0)
  const count = (key: string) => usage[key] ?? 0
  const rate = { ...row, ...row?.tiers?.findLast(({ above }) => count('input_tokens') > above) }
  const [read, written] = [count('cache_read_tokens'), count('cache_write_tokens')]
  const base = rate.input ?? 0
  const uncached = count('input_tokens') - read - written
  const input = uncached * base + read * (rate.cacheRead ?? base) + written * (rate.cacheWrite ?? base)
  return { input: input / 1e6, output: (count('output_tokens') * (rate.output ?? 0)) / 1e6 }
}
