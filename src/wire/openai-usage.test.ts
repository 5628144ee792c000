import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../test/corpora.ts'
import { NO_USAGE } from '../core/usage.ts'
import { objectOf, objectsOf } from './openai-chat.ts'
import { readUsage, renderUsage } from './openai-usage.ts'

describe('what providers count differently', () => {
  test.each([
    [
      'cached input is part of the input',
      { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
      { inputTokens: 10, cacheReadTokens: 4 },
    ],
    [
      'DeepSeek',
      { prompt_tokens: 10, completion_tokens: 2, prompt_cache_hit_tokens: 4 },
      { inputTokens: 10, cacheReadTokens: 4 },
    ],
    [
      'cached input counted apart, as the total tells',
      {
        prompt_tokens: 10,
        completion_tokens: 2,
        total_tokens: 16,
        prompt_tokens_details: { cached_tokens: 4 },
      },
      { inputTokens: 14, cacheReadTokens: 4 },
    ],
    [
      'cached input counted apart, as there is more of it',
      { prompt_tokens: 1, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
      { inputTokens: 5, cacheReadTokens: 4 },
    ],
    [
      'the same tokens read and written',
      {
        prompt_tokens: 10,
        completion_tokens: 2,
        total_tokens: 12,
        prompt_tokens_details: { cached_tokens: 9, cache_write_tokens: 9 },
      },
      { inputTokens: 10, cacheReadTokens: 9, cacheWriteTokens: 1 },
    ],
    [
      'xAI counts reasoning apart',
      {
        prompt_tokens: 12,
        completion_tokens: 1,
        total_tokens: 303,
        completion_tokens_details: { reasoning_tokens: 290 },
      },
      { outputTokens: 291, reasoningTokens: 290 },
    ],
    [
      'Gemini counts thoughts in the total alone',
      { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 },
      { outputTokens: 74, reasoningTokens: 62 },
    ],
    [
      'more reasoning than answer',
      {
        prompt_tokens: 43,
        completion_tokens: 10,
        total_tokens: 53,
        completion_tokens_details: { reasoning_tokens: 11 },
      },
      { outputTokens: 10, reasoningTokens: 10 },
    ],
  ])('%s', (_, usage, expected) => {
    expect(readUsage(usage)).toMatchObject(expected)
  })

  test('zeros are no report', () => {
    expect(readUsage({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })).toBeNull()
    expect(readUsage({})).toBeNull()
  })
})

test('the parts add up, and are read back as they were written', () => {
  const count = fc.oneof(fc.nat(10_000), fc.constant(null), fc.constant(undefined))
  const usages = fc.record({
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: fc.record({
      cached_tokens: count,
      cache_write_tokens: count,
      audio_tokens: count,
    }),
    completion_tokens_details: fc.record({ reasoning_tokens: count, image_tokens: count }),
  })
  fc.assert(
    fc.property(usages, (reported) => {
      const usage = readUsage(reported)
      if (usage === null) return
      expect(usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens).toBeGreaterThanOrEqual(0)
      expect(usage.outputTokens - usage.reasoningTokens).toBeGreaterThanOrEqual(0)
      expect(readUsage(renderUsage(usage))).toEqual(usage)
    }),
  )
})

test.skipIf(!hasCorpora)('input and output agree with a public collection of usages', () => {
  const entries = objectsOf(corpusJson('pricing/genai-prices/usages.json') as never) // The corpus is an array.
  const compared = entries.flatMap(({ body, extracted }) => {
    const usage = objectOf(objectOf(body)?.usage)
    const known = objectOf(objectsOf(extracted)[0]?.usage)
    return usage !== null && known !== null && typeof usage.prompt_tokens === 'number'
      ? [{ usage, known }]
      : []
  })
  expect(compared.length).toBeGreaterThan(50)
  for (const { usage, known } of compared) {
    const { inputTokens, outputTokens } = readUsage(usage) ?? NO_USAGE
    expect(inputTokens).toBe(known.input_tokens ?? 0)
    // It leaves out the reasoning that xAI and Gemini count apart.
    const total = Number(usage.total_tokens ?? 0)
    expect(outputTokens).toBe(Math.max(Number(known.output_tokens ?? 0), total - inputTokens))
  }
})
