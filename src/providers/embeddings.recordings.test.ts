import { describe, expect, test } from 'vitest'
import { recordings } from '../../test/recordings.ts'
import type { EmbeddingsRequest } from '../core/embeddings.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { gemini } from './gemini.ts'
import { openai } from './openai.ts'

const answered = recordings(
  ({ path, status }) => /embeddings$|batchEmbedContents$/.test(path ?? '') && status === 200,
)

/** As many inputs as the recorded request has. */
function requestOf(body: JsonObject | null): EmbeddingsRequest {
  const input = body?.input ?? body?.requests
  const inputs = (Array.isArray(input) ? input : [input]).map((each) =>
    isJsonObject(each) ? JSON.stringify(each.content) : String(each),
  )
  return { model: 'm', inputs, texts: inputs, tokens: 0, encoding: 'float', extras: {} }
}

describe.skipIf(answered.length === 0)('recorded vectors', () => {
  test.each(answered)('$id', ({ path, request, body }) => {
    const { operations } = /batchEmbed/.test(path ?? '') ? gemini : openai
    const asked = requestOf(request)
    const answer = operations?.embeddings?.decode(body ?? {}, asked)
    expect(answer?.vectors).toHaveLength(asked.inputs.length)
    expect(answer?.usage?.inputTokens ?? 1).toBeGreaterThan(0)
  })

  test('Gemini is asked as its own SDK asks', () => {
    const recorded = answered.find(({ path }) => path?.endsWith('gemini-embedding-001:batchEmbedContents'))
    const codec = gemini.operations?.embeddings
    const asked = { ...requestOf(null), inputs: ['Some text goes here'], dimensions: 768 }
    const target = { model: 'gemini-embedding-001', maxOutputTokens: null, reasons: null }
    expect(codec?.encode?.(asked, target).body).toEqual(recorded?.request)
    expect(`/v1beta${codec?.path(target.model)}`).toBe(recorded?.path)
  })
})
