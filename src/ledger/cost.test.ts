import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { usdToNanos } from '../core/money.ts'
import type { Price } from '../core/price.ts'
import { unitsOf, type Usage, usageOf } from '../core/usage.ts'
import { costOf, worstCase } from './cost.ts'

const UNPRICED: Price = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  audioInput: null,
  audioOutput: null,
  request: null,
  tiers: [],
}

/** In dollars per million tokens. */
function price(
  usd: Partial<Record<keyof Omit<Price, 'tiers' | 'units'>, number>>,
  tiers: Price['tiers'] = [],
): Price {
  const nanos = Object.entries(usd).map(([name, value]) => [name, usdToNanos(value)])
  return { ...UNPRICED, ...Object.fromEntries(nanos), tiers }
}

const sonnet = price({ input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6 })

describe('units', () => {
  const images = usageOf({ units: unitsOf({ images: 3 }) })
  const units = { image: 40_000_000, second: 100_000, search: 2_000_000, characters: 15_000_000_000 }

  test('each at its own price', () => {
    const all = usageOf({ units: unitsOf({ images: 1, seconds: 61, searches: 2, characters: 1_000 }) })
    expect(costOf(all, { ...UNPRICED, units })).toBe(40_000_000 + 6_100_000 + 4_000_000 + 15_000_000)
  })

  test('without a price are not free', () => {
    expect(costOf(images, sonnet)).toBeNull()
    expect(costOf(images, { ...UNPRICED, units: { ...units, image: null } })).toBeNull()
  })

  test('are charged once, where the tokens of the same answer or the request are charged', () => {
    expect(costOf({ ...images, outputTokens: 1_000 }, price({ input: 1, output: 40 }))).toBe(40_000_000)
    expect(costOf(images, price({ request: 0.01 }))).toBe(10_000_000)
  })

  test('are held at their worst, and not known where neither they nor tokens have a price', () => {
    const estimate = { inputTokens: 0, outputTokens: 0, writesCache1h: false, hasAudioInput: false }
    const wanted = { ...estimate, wantsAudioOutput: false, units: unitsOf({ images: 2 }) }
    expect(worstCase(wanted, { ...UNPRICED, input: 0, output: 0, units })).toBe(80_000_000)
    expect(worstCase(wanted, sonnet)).toBe(0)
    expect(worstCase(wanted, UNPRICED)).toBeNull()
  })
})

describe('costOf', () => {
  test('charges each kind of token once', () => {
    const usage = usageOf({
      inputTokens: 1_000,
      cacheReadTokens: 400,
      cacheWriteTokens: 200,
      cacheWrite1hTokens: 100,
      outputTokens: 50,
      reasoningTokens: 30,
    })
    expect(costOf(usage, sonnet)).toBe(300 * 3_000 + 400 * 300 + 200 * 3_750 + 100 * 6_000 + 50 * 15_000)
  })

  test('charges a special kind without a price of its own as the plain kind', () => {
    const usage = usageOf({ inputTokens: 100, cacheReadTokens: 60, audioInputTokens: 20, outputTokens: 10 })
    expect(costOf(usage, price({ input: 2, output: 8 }))).toBe(100 * 2_000 + 10 * 8_000)
  })

  test('prices audio apart where it has a price', () => {
    const usage = usageOf({
      inputTokens: 100,
      audioInputTokens: 40,
      outputTokens: 50,
      audioOutputTokens: 30,
    })
    const audio = price({ input: 2, output: 8, audioInput: 32, audioOutput: 64 })
    expect(costOf(usage, audio)).toBe(60 * 2_000 + 40 * 32_000 + 20 * 8_000 + 30 * 64_000)
  })

  test('prices images apart where they have a price', () => {
    const usage = usageOf({ inputTokens: 100, imageInputTokens: 40, outputTokens: 50, imageOutputTokens: 30 })
    const images = price({ input: 2, output: 8, imageInput: 10, imageOutput: 60 })
    expect(costOf(usage, images)).toBe(60 * 2_000 + 40 * 10_000 + 20 * 8_000 + 30 * 60_000)
  })

  test('adds the fee for a request', () => {
    expect(costOf(usageOf({ inputTokens: 10 }), price({ input: 1, request: 0.005 }))).toBe(10_000 + 5_000_000)
  })

  test('takes the whole request at the last tier that its input exceeds', () => {
    const tier = { aboveInputTokens: 200_000, input: 6_000, output: 22_500, cacheRead: 600 }
    const tiered: Price = {
      ...sonnet,
      tiers: [{ ...tier, cacheWrite: null, cacheWrite1h: null }],
    }
    expect(costOf(usageOf({ inputTokens: 200_000, outputTokens: 0 }), tiered)).toBe(600_000_000)
    const above = usageOf({ inputTokens: 1_000_000, cacheReadTokens: 400_000, outputTokens: 1_000_000 })
    expect(costOf(above, tiered)).toBe(600 * 6 + 400 * 0.6 + 1_000 * 22.5)
  })

  test('rounds half up, once, at the end', () => {
    const half = { ...UNPRICED, input: 500_000, output: 499_999 }
    expect(costOf(usageOf({ inputTokens: 1 }), half)).toBe(1)
    expect(costOf(usageOf({ outputTokens: 1 }), half)).toBe(0)
    expect(costOf(usageOf({ inputTokens: 1, outputTokens: 1 }), half)).toBe(1)
    expect(costOf(usageOf({ inputTokens: 3 }), half)).toBe(2)
  })

  test('is null only where a price that is needed is missing', () => {
    expect(costOf(usageOf({ inputTokens: 1 }), null)).toBeNull()
    expect(costOf(usageOf({ inputTokens: 1, outputTokens: 1 }), price({ input: 1 }))).toBeNull()
    expect(costOf(usageOf({ inputTokens: 5 }), price({ input: 1 }))).toBe(5_000)
    expect(costOf(usageOf({ inputTokens: 5, cacheReadTokens: 5 }), price({ cacheRead: 1 }))).toBe(5_000)
    expect(costOf(usageOf({}), UNPRICED)).toBe(0)
  })

  test('stays exact where the products leave the safe range', () => {
    const usage = usageOf({ inputTokens: 3_000_000_001, outputTokens: 7 })
    const dear = { ...UNPRICED, input: 2_999_999_999_999, output: 1_000_003 }
    const exact = (3_000_000_001n * 2_999_999_999_999n + 7n * 1_000_003n + 500_000n) / 1_000_000n
    expect(exact).toBeLessThan(BigInt(Number.MAX_SAFE_INTEGER))
    expect(costOf(usage, dear)).toBe(Number(exact))
  })

  test('is null for a count that cannot be true', () => {
    expect(costOf(usageOf({ inputTokens: 1e300 }), sonnet)).toBeNull()
  })

  test('never gives money back for parts that exceed the whole', () => {
    const usage = usageOf({
      inputTokens: 10,
      cacheReadTokens: 50,
      audioInputTokens: 70,
      audioOutputTokens: 9,
    })
    expect(costOf(usage, sonnet)).toBe(50 * 300)
  })
})

const tokens = fc.nat({ max: 5_000_000 })
const rate = fc.nat({ max: 200_000_000_000 })

/** A usage that keeps the identity: the parts of the input fit into the whole. */
const usages: fc.Arbitrary<Usage> = fc
  .record({ plain: tokens, cacheRead: tokens, cacheWrite: tokens, cacheWrite1h: tokens, output: tokens })
  .map(({ plain, cacheRead, cacheWrite, cacheWrite1h, output }) =>
    usageOf({
      inputTokens: plain + cacheRead + cacheWrite + cacheWrite1h,
      cacheReadTokens: cacheRead,
      cacheWriteTokens: cacheWrite,
      cacheWrite1hTokens: cacheWrite1h,
      outputTokens: output,
    }),
  )

const prices: fc.Arbitrary<Price> = fc
  .record({
    input: rate,
    output: rate,
    cacheRead: fc.option(rate),
    cacheWrite: fc.option(rate),
    cacheWrite1h: fc.option(rate),
    audioInput: fc.option(rate),
    audioOutput: fc.option(rate),
    request: fc.option(rate),
  })
  .map((rates) => ({ ...rates, tiers: [] }))

describe('properties', () => {
  test('the cost is what exact arithmetic says', () => {
    fc.assert(
      fc.property(usages, prices, (usage, rates) => {
        const { input, output, cacheRead, cacheWrite, cacheWrite1h } = rates
        const { cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens } = usage
        const plain = usage.inputTokens - cacheReadTokens - cacheWriteTokens - cacheWrite1hTokens
        const millionths =
          product(plain, input) +
          product(cacheReadTokens, cacheRead ?? input) +
          product(cacheWriteTokens, cacheWrite ?? input) +
          product(cacheWrite1hTokens, cacheWrite1h ?? input) +
          product(usage.outputTokens, output) +
          product(rates.request, 1_000_000)
        expect(costOf(usage, rates)).toBe(Number((millionths + 500_000n) / 1_000_000n))
      }),
    )
  })

  test('two usages cost as much apart as together, but for the rounding', () => {
    fc.assert(
      fc.property(usages, usages, prices, (a, b, rates) => {
        const free = { ...rates, request: null }
        const apart = (costOf(a, free) ?? -1) + (costOf(b, free) ?? -1)
        expect(Math.abs(apart - (costOf(sum(a, b), free) ?? -1))).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('the kinds of token add up to the whole', () => {
    fc.assert(
      fc.property(usages, prices, (usage, rates) => {
        const free = { ...rates, request: null }
        const { cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens, outputTokens } = usage
        const plain = usage.inputTokens - cacheReadTokens - cacheWriteTokens - cacheWrite1hTokens
        const parts = [
          usageOf({ inputTokens: plain }),
          usageOf({ inputTokens: cacheReadTokens, cacheReadTokens }),
          usageOf({ inputTokens: cacheWriteTokens, cacheWriteTokens }),
          usageOf({ inputTokens: cacheWrite1hTokens, cacheWrite1hTokens }),
          usageOf({ outputTokens }),
        ].map((part) => costOf(part, free) ?? -1)
        const total = parts.reduce((all, part) => all + part, 0)
        expect(Math.abs(total - (costOf(usage, free) ?? -1))).toBeLessThanOrEqual(parts.length / 2)
      }),
    )
  })

  test('more tokens never cost less', () => {
    fc.assert(
      fc.property(usages, usages, prices, (usage, more, rates) => {
        expect(costOf(sum(usage, more), rates) ?? -1).toBeGreaterThanOrEqual(costOf(usage, rates) ?? 0)
      }),
    )
  })

  test('no usage within the estimate costs more than the worst case', () => {
    fc.assert(
      fc.property(usages, prices, tokens, (usage, rates, spare) => {
        const dearCacheRead = { ...rates, cacheRead: Math.min(rates.cacheRead ?? 0, rates.input ?? 0) }
        const worst = worstCase(
          {
            inputTokens: usage.inputTokens + spare,
            outputTokens: usage.outputTokens + spare,
            writesCache1h: true,
            hasAudioInput: false,
            wantsAudioOutput: false,
          },
          dearCacheRead,
        )
        expect(worst ?? -1).toBeGreaterThanOrEqual(costOf(usage, dearCacheRead) ?? 0)
      }),
    )
  })
})

describe('worstCase', () => {
  const estimate = {
    inputTokens: 1_000,
    outputTokens: 100,
    writesCache1h: false,
    hasAudioInput: false,
    wantsAudioOutput: false,
  }

  test('rounds up', () => {
    expect(
      worstCase({ ...estimate, inputTokens: 1, outputTokens: 0 }, { ...UNPRICED, input: 1, output: 0 }),
    ).toBe(1)
  })

  test('takes the dearest kind of token that the request can cause', () => {
    expect(worstCase(estimate, sonnet)).toBe(1_000 * 3_750 + 100 * 15_000)
    expect(worstCase({ ...estimate, writesCache1h: true }, sonnet)).toBe(1_000 * 6_000 + 100 * 15_000)
    const spoken = price({ input: 2, output: 8, audioInput: 32, audioOutput: 64 })
    expect(worstCase(estimate, spoken)).toBe(1_000 * 2_000 + 100 * 8_000)
    expect(worstCase({ ...estimate, hasAudioInput: true, wantsAudioOutput: true }, spoken)).toBe(
      1_000 * 32_000 + 100 * 64_000,
    )
  })

  test('is null without a price', () => {
    expect(worstCase(estimate, null)).toBeNull()
    expect(worstCase(estimate, price({ input: 1 }))).toBeNull()
  })
})

function product(tokensOrFee: number | null, rateNanos: number | null): bigint {
  return BigInt(tokensOrFee ?? 0) * BigInt(rateNanos ?? 0)
}

function sum(a: Usage, b: Usage): Usage {
  return usageOf({
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    cacheWrite1hTokens: a.cacheWrite1hTokens + b.cacheWrite1hTokens,
  })
}
