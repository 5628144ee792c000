import { expect, test } from 'vitest'
import type { JsonObject } from '../core/json.ts'
import type { GeminiCandidate } from './gemini.ts'
import { readGeminiCitations } from './gemini-citations.ts'

const CHUNKS = [
  { web: { uri: 'https://a.example', title: 'A' } },
  { retrievedContext: { text: 'from the store', title: 'B' } },
]
const TEXTS = [
  { index: 0, text: 'Grüße 😀 an alle' },
  { index: 3, text: 'Zweiter Teil' },
]

test('bytes become UTF-16 units, one citation for each source', () => {
  const segment = { startIndex: 8, endIndex: 12, text: '😀' }
  const cited = read({ groundingMetadata: grounding(segment, [0, 1, 9]) })
  expect(cited).toMatchObject([
    { index: 0, citation: { url: 'https://a.example', title: 'A', start: 6, end: 8 } },
    { index: 0, citation: { text: 'from the store', title: 'B', start: 6, end: 8 } },
  ])
  expect(cited[0]?.citation.raw).toEqual({
    owner: 'gemini',
    value: { segment, groundingChunk: CHUNKS[0] },
  })
})

test('a span that does not spell its text is looked for, and left out where it is not found', () => {
  const moved = read({ groundingMetadata: grounding({ endIndex: 4, text: 'Teil' }, [0]) })
  expect(moved).toMatchObject([{ index: 3, citation: { start: 8, end: 12 } }])
  const lost = read({ groundingMetadata: grounding({ endIndex: 4, text: 'nowhere' }, [0]) })
  expect(lost[0]?.citation).not.toHaveProperty('start')
  expect(lost[0]?.index).toBe(3)
})

test('quoted sources of both APIs', () => {
  const source = { startIndex: 0, endIndex: 7, uri: 'https://b.example' }
  const expected = [{ index: 3, citation: { url: 'https://b.example', start: 0, end: 7 } }]
  expect(read({ citationMetadata: { citationSources: [source] } })).toMatchObject(expected)
  expect(read({ citationMetadata: { citations: [source] } })).toMatchObject(expected)
})

test('without text there is nothing to cite in', () => {
  const candidate = { ...NONE, groundingMetadata: grounding({ text: 'Teil' }, [0]) }
  expect(readGeminiCitations(candidate, [])).toEqual([])
})

const NONE: GeminiCandidate = {
  index: 0,
  parts: [],
  finishReason: null,
  groundingMetadata: null,
  citationMetadata: null,
  urlContextMetadata: null,
  logprobsResult: null,
}

function read(fields: Partial<GeminiCandidate>) {
  return readGeminiCitations({ ...NONE, ...fields }, TEXTS)
}

function grounding(segment: JsonObject, groundingChunkIndices: readonly number[]): JsonObject {
  return { groundingChunks: CHUNKS, groundingSupports: [{ segment, groundingChunkIndices }] }
}
