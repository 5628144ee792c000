import { expect, test } from 'vitest'
import type { EmbeddingsRequest } from '../../core/embeddings.ts'
import { embeddings } from './embeddings.ts'

const request: EmbeddingsRequest = {
  model: 'm',
  inputs: ['a', 'b'],
  texts: ['a', 'b'],
  tokens: 0,
  encoding: 'float',
  extras: {},
}

test('vectors come back in the order of the texts, whatever theirs', () => {
  const data = [
    { index: 1, embedding: [2] },
    { index: 0, embedding: 'AACAPw==' },
  ]
  expect(embeddings.decode({ data, model: 'm-1', usage: { total_tokens: 2 } }, request)).toMatchObject({
    vectors: ['AACAPw==', [2]],
    model: 'm-1',
    usage: { inputTokens: 2 },
  })
})

test.each([
  ['too few', [{ index: 0, embedding: [1] }]],
  [
    'the same twice',
    [
      { index: 0, embedding: [1] },
      { index: 0, embedding: [1] },
    ],
  ],
  [
    'one out of range',
    [
      { index: 0, embedding: [1] },
      { index: 5_000_000, embedding: [1] },
    ],
  ],
  [
    'no numbers',
    [
      { index: 0, embedding: [1] },
      { index: 1, embedding: ['x'] },
    ],
  ],
  ['none', null],
])('%s: no answer', (_, data) => {
  expect(embeddings.decode({ data }, request)).toBeNull()
})

test('a request is written with what it says, and what it cannot is named', () => {
  const said: EmbeddingsRequest = {
    ...request,
    dimensions: 8,
    user: 'u',
    purpose: 'query',
    extras: { truncate: 'END' },
  }
  expect(embeddings.encode?.(said, { model: 'native', maxOutputTokens: null, reasons: null })).toEqual({
    body: { model: 'native', input: ['a', 'b'], encoding_format: 'float', dimensions: 8, user: 'u' },
    dropped: ['purpose', 'truncate'],
  })
})
