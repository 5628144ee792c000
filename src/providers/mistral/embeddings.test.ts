import { expect, test } from 'vitest'
import type { EmbeddingsRequest } from '../../core/embeddings.ts'
import { embeddings } from './embeddings.ts'

const request: EmbeddingsRequest = {
  model: 'm',
  inputs: ['a'],
  texts: ['a'],
  tokens: 0,
  encoding: 'base64',
  dimensions: 256,
  user: 'u',
  extras: {},
}

test('the dimensions go by its own name', () => {
  expect(
    embeddings.encode?.(request, { model: 'mistral-embed', maxOutputTokens: null, reasons: null }),
  ).toEqual({
    body: { model: 'mistral-embed', input: ['a'], encoding_format: 'base64', output_dimension: 256 },
    dropped: ['user'],
  })
})

test('tokens in place of text are not sent to it', () => {
  expect([embeddings.takes?.(request), embeddings.takes?.({ ...request, inputs: [[1, 2]] })]).toEqual([
    true,
    false,
  ])
})
