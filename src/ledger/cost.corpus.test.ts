import { expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../test/corpora.ts'
import { NANOS_PER_USD } from '../core/money.ts'
import type { Price, PriceTier } from '../core/price.ts'
import { usageOf } from '../core/usage.ts'
import { costOf } from './cost.ts'

/** A public price list in USD per million tokens, and what its own calculator makes of recorded usages. */
interface ListedProvider {
  readonly id: string
  readonly models: readonly { readonly match: Match; readonly prices: Listed | readonly unknown[] }[]
}
interface Match {
  readonly or?: readonly Match[]
  readonly equals?: string
  readonly contains?: string
  readonly starts_with?: string
}
type Listed = Readonly<Record<string, number | Tiered>>
interface Tiered {
  readonly base: number
  readonly tiers: readonly { readonly start: number; readonly price: number }[]
}
interface RecordedUsage {
  readonly model?: string
  readonly extracted: readonly {
    readonly usage: Readonly<Record<string, number>>
    readonly extractors: readonly Extracted[]
  }[]
}
interface Extracted {
  readonly provider_id: string
  readonly input_price?: string
  readonly output_price?: string
}

/** Kinds of token that this project prices as plain input or output, and that the list may price apart. */
const KINDS_PRICED_TOGETHER = [
  ['input_image_mtok', 'input_image_tokens'],
  ['input_video_mtok', 'input_video_tokens'],
  ['output_image_mtok', 'output_image_tokens'],
  ['output_reasoning_mtok', 'output_reasoning_tokens'],
] as const

test.skipIf(!hasCorpora)('costs agree with a public calculator to the nano', () => {
  const providers = corpusJson('pricing/genai-prices/prices-v2.json') as ListedProvider[]
  const recorded = corpusJson('pricing/genai-prices/usages.json') as RecordedUsage[]
  let compared = 0
  for (const { model, extracted } of recorded) {
    if (model === undefined) continue
    for (const { usage, extractors } of extracted) {
      for (const { provider_id, input_price, output_price } of extractors) {
        const listed = listedPrice(providers, provider_id, model)
        if (listed === null || input_price === undefined || output_price === undefined) continue
        if (!isComparable(usage, listed)) continue
        const expected = Math.round((Number(input_price) + Number(output_price)) * NANOS_PER_USD)
        expect(costOf(canonical(usage), priceOf(listed)), `${provider_id} ${model}`).toBe(expected)
        compared++
      }
    }
  }
  expect(compared).toBeGreaterThan(900)
})

/** Null where the model is not in the list under this provider, or its price depends on the date. */
function listedPrice(providers: readonly ListedProvider[], id: string, model: string): Listed | null {
  const name = model.toLowerCase()
  const provider = providers.find((candidate) => candidate.id === id)
  const prices = provider?.models.find(({ match }) => matches(match, name))?.prices
  return prices === undefined || Array.isArray(prices) ? null : (prices as Listed)
}

function matches(match: Match, name: string): boolean {
  return (
    match.or?.some((option) => matches(option, name)) === true ||
    match.equals?.toLowerCase() === name ||
    (match.contains !== undefined && name.includes(match.contains.toLowerCase())) ||
    (match.starts_with !== undefined && name.startsWith(match.starts_with.toLowerCase()))
  )
}

function isComparable(usage: Readonly<Record<string, number>>, listed: Listed): boolean {
  const cachedMedia = ['cache_audio_read_tokens', 'cache_image_read_tokens', 'cache_video_read_tokens']
  if (cachedMedia.some((kind) => (usage[kind] ?? 0) > 0)) return false
  return KINDS_PRICED_TOGETHER.every(([rate, kind]) => listed[rate] === undefined || (usage[kind] ?? 0) === 0)
}

function canonical(usage: Readonly<Record<string, number>>) {
  return usageOf({
    inputTokens: usage['input_tokens'] ?? 0,
    outputTokens: usage['output_tokens'] ?? 0,
    cacheReadTokens: usage['cache_read_tokens'] ?? 0,
    cacheWriteTokens: (usage['cache_write_tokens'] ?? 0) - (usage['cache_write_1h_tokens'] ?? 0),
    cacheWrite1hTokens: usage['cache_write_1h_tokens'] ?? 0,
    audioInputTokens: usage['input_audio_tokens'] ?? 0,
    audioOutputTokens: usage['output_audio_tokens'] ?? 0,
  })
}

function priceOf(listed: Listed): Price {
  const starts = new Set(
    Object.values(listed).flatMap((rate) => (typeof rate === 'number' ? [] : startsOf(rate))),
  )
  const tiers = [...starts].sort((a, b) => a - b)
  return {
    ...ratesAbove(listed, 0),
    audioInput: nanosAbove(listed['input_audio_mtok'], 0),
    audioOutput: nanosAbove(listed['output_audio_mtok'], 0),
    request: null,
    tiers: tiers.map((start) => ({ aboveInputTokens: start, ...ratesAbove(listed, start) })),
  }
}

function ratesAbove(listed: Listed, start: number): Omit<PriceTier, 'aboveInputTokens'> {
  return {
    input: nanosAbove(listed['input_mtok'], start),
    output: nanosAbove(listed['output_mtok'], start),
    cacheRead: nanosAbove(listed['cache_read_mtok'], start),
    cacheWrite: nanosAbove(listed['cache_write_mtok'], start),
    cacheWrite1h: nanosAbove(listed['cache_write_1h_mtok'], start),
  }
}

function startsOf(rate: Tiered): number[] {
  return rate.tiers.map((tier) => tier.start)
}

function nanosAbove(rate: number | Tiered | undefined, start: number): number | null {
  if (rate === undefined) return null
  const usd =
    typeof rate === 'number' ? rate : (rate.tiers.findLast((tier) => tier.start <= start)?.price ?? rate.base)
  return Math.round(usd * NANOS_PER_USD)
}
