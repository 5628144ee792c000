import { describe, expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../test/corpora.ts'
import type { JsonObject } from '../core/json.ts'
import { readGeminiUsage } from './gemini-usage.ts'

test('cached input is part of the input, tool results are added, thoughts are output', () => {
  expect(
    readGeminiUsage({
      promptTokenCount: 100,
      cachedContentTokenCount: 60,
      toolUsePromptTokenCount: 10,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
      promptTokensDetails: [
        { modality: 'AUDIO', tokenCount: 5 },
        { modality: 'IMAGE', tokenCount: 6 },
      ],
      toolUsePromptTokensDetails: [{ modality: 'IMAGE', tokenCount: 1 }],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 7 }],
    }),
  ).toEqual({
    inputTokens: 110,
    outputTokens: 50,
    cacheReadTokens: 60,
    cacheWriteTokens: 0,
    cacheWrite1hTokens: 0,
    reasoningTokens: 30,
    audioInputTokens: 5,
    audioOutputTokens: 0,
    imageInputTokens: 7,
    imageOutputTokens: 7,
  })
})

test('no counts are no usage, and broken ones count as none', () => {
  expect(readGeminiUsage({ trafficType: 'ON_DEMAND' })).toBeNull()
  expect(readGeminiUsage({ promptTokenCount: -4, cachedContentTokenCount: 9 })).toMatchObject({
    inputTokens: 0,
    cacheReadTokens: 0,
  })
})

interface PricedUsage {
  readonly body: { readonly usageMetadata?: JsonObject }
  readonly extracted: readonly {
    readonly extractors: readonly { readonly provider_id: string; readonly api_flavor: string }[]
    readonly usage: Readonly<Record<string, number>>
  }[]
}

describe.skipIf(!hasCorpora)('the public price data set reads the same figures', () => {
  test('all of them', () => {
    const all = (hasCorpora ? corpusJson('pricing/genai-prices/usages.json') : []) as readonly PricedUsage[]
    const rows = all.flatMap(({ body: { usageMetadata }, extracted }) => {
      const google = extracted.find(({ extractors }) =>
        extractors.some(
          ({ provider_id, api_flavor }) => provider_id === 'google' && api_flavor === 'default',
        ),
      )
      return usageMetadata === undefined || google === undefined
        ? []
        : [{ usageMetadata, usage: google.usage }]
    })
    expect(rows.length).toBeGreaterThan(200)
    for (const { usageMetadata, usage } of rows) {
      const ours = readGeminiUsage(usageMetadata)
      expect([ours?.inputTokens, ours?.outputTokens, ours?.cacheReadTokens]).toEqual([
        usage.input_tokens,
        usage.output_tokens ?? 0,
        usage.cache_read_tokens ?? 0,
      ])
    }
  })
})
