import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usageOf } from '../core/usage.ts'
import { otherUsage, readUsage, writeUsage } from './anthropic-usage.ts'

const count = fc.nat(1_000_000)

test('cached input stands beside uncached at Anthropic and is part of the canonical input', () => {
  fc.assert(
    fc.property(count, count, count, count, count, (uncached, read, short, long, output) => {
      const usage = readUsage({
        input_tokens: uncached,
        cache_read_input_tokens: read,
        cache_creation_input_tokens: short + long,
        cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long },
        output_tokens: output,
      })
      expect(usage.inputTokens).toBe(uncached + read + short + long)
      expect(usage).toMatchObject({
        cacheReadTokens: read,
        cacheWriteTokens: short,
        cacheWrite1hTokens: long,
      })
      expect(readUsage(writeUsage(usage))).toEqual(usage)
    }),
  )
})

test('writes without a split count as the short lifetime', () => {
  expect(readUsage({ input_tokens: 1, cache_creation_input_tokens: 7, output_tokens: 2 })).toEqual(
    usageOf({ inputTokens: 8, outputTokens: 2, cacheWriteTokens: 7 }),
  )
})

test('figures that are no counts are none', () => {
  expect(readUsage({ input_tokens: null, output_tokens: -3, cache_read_input_tokens: 'x' })).toEqual(
    usageOf({}),
  )
})

test('what has no canonical word is kept apart', () => {
  const usage = { input_tokens: 1, service_tier: 'standard', inference_geo: null, cache_creation: {} }
  expect(otherUsage(usage)).toEqual({ service_tier: 'standard' })
})
