import { readFileSync } from 'node:fs'
import { calcPrice } from '@pydantic/genai-prices'
import { expect, test } from 'vitest'
import type { CatalogueFile } from '../../src/catalogue/file.ts'
import { loadCatalogue } from '../../src/catalogue/index.ts'
import { priceAt, type Price } from '../../src/core/price.ts'
import { unreviewedConflicts } from './allowed-conflicts.ts'
import { genaiPricesSource } from './genai-prices.ts'

const text = readFileSync(new URL('../../src/catalogue/catalogue.json', import.meta.url), 'utf8')
const file: CatalogueFile = JSON.parse(text)
const catalogue = loadCatalogue(text)

test('the committed catalogue was built from the installed source', () => {
  expect(file.sources).toContainEqual(genaiPricesSource())
})

test('no conflict about a direct vendor has gone unseen', () => {
  expect(unreviewedConflicts(file.conflicts)).toEqual([])
})

test('an unseen conflict about a direct vendor is found, one about a host is not', () => {
  const conflict = { nativeId: 'm', field: 'input', a: 1, b: 2, held: 'a' } as const
  const [direct, host] = [
    { kind: 'openai', ...conflict },
    { kind: 'together', ...conflict },
  ]
  expect(unreviewedConflicts([direct, host])).toEqual([direct])
})

const TIMES = ['2025-01-15T12:00Z', '2026-11-10T02:00Z', '2026-11-10T12:00Z', '2027-02-01T00:00Z']
const KINDS = {
  anthropic: 'anthropic',
  openai: 'openai',
  gemini: 'google',
  deepseek: 'deepseek',
  xai: 'x-ai',
}

// The source's own calculator is a second reader of the same data: dates, hours, steps and rounding must agree.
test.each(Object.entries(KINDS))('%s costs what its source of prices calculates', (kind, providerId) => {
  let count = 0
  for (const { id } of file.offers.filter((offer) => offer.kind === kind && offer.prices !== undefined)) {
    for (const time of TIMES) {
      for (const inputTokens of [1000, 300_000]) {
        const usage = { input_tokens: inputTokens, output_tokens: 1000 }
        const expected = calcPrice(usage, id, { providerId, timestamp: new Date(time) })
        const price = priceOf(kind, id, Date.parse(time))
        // DeepSeek's hours had not begun before the price that they vary: see `readPrices`.
        const isBeforeHours = kind === 'deepseek' && time === TIMES[0]
        if (expected === null || price?.input == null || price.output === null || isBeforeHours) continue
        const rates = price.tiers.findLast((tier) => inputTokens > tier.aboveInputTokens) ?? price
        expect(inputTokens * (rates.input ?? 0), `${id} ${time}`).toBeCloseTo(expected.input_price * 1e15, -6)
        expect(1000 * (rates.output ?? 0), `${id} ${time}`).toBeCloseTo(expected.output_price * 1e15, -6)
        count++
      }
    }
  }
  expect(count).toBeGreaterThan(25)
})

function priceOf(kind: string, id: string, nowMs: number): Price | null {
  const offer = catalogue.byNativeId(kind, id)
  return offer === null ? null : priceAt(offer, nowMs)
}
