import fc from 'fast-check'
import { expect, test } from 'vitest'
import { corpusText, hasCorpora } from '../../test/corpora.ts'
import { estimateTextTokens, TextEstimate } from './text-estimate.ts'

test('text in pieces counts as the whole, however it is cut', () => {
  const anyText = fc.uint16Array({ maxLength: 200 }).map((units) => String.fromCharCode(...units))
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 9 }), (text, length) => {
      const estimate = new TextEstimate()
      for (let at = 0; at < text.length; at += length) estimate.add(text.slice(at, at + length))
      expect(estimate.tokens).toBe(estimateTextTokens(text))
    }),
  )
})

test('long text counts as its pieces do, across every bound of the copy', () => {
  const text = 'tide 4:30, é, 潮, 🌊. '.repeat(1_000)
  for (const length of [63, 64, 65, 8_191, 8_192, 8_193, text.length]) {
    const inPieces = new TextEstimate()
    for (let at = 0; at < length; at++) inPieces.add(text.charAt(at))
    expect(estimateTextTokens(text.slice(0, length))).toBe(inPieces.tokens)
  }
})

test('no text is no tokens, and any text is at least one', () => {
  expect(estimateTextTokens('')).toBe(0)
  expect(estimateTextTokens(' ')).toBe(1)
})

test('English is at least a token for each word, Chinese at least one for each character', () => {
  const english = 'the harbour pilot waits for the fog to lift before he goes out'
  const chinese = '领航员等雾散了才出港'
  expect(estimateTextTokens(english)).toBeGreaterThanOrEqual(english.split(' ').length)
  expect(estimateTextTokens(english)).toBeLessThan(english.length / 2)
  expect(estimateTextTokens(chinese)).toBeGreaterThanOrEqual(chinese.length)
  expect(estimateTextTokens(chinese)).toBeLessThan(chinese.length * 2)
})

test.skipIf(!hasCorpora)('errs high over the test plans of a real tokenizer', () => {
  const plans = corpusText('tokenizer/gpt-tokenizer-TestPlans.txt')
  let real = 0
  let estimated = 0
  for (const [, sample, encoded] of plans.matchAll(
    /EncodingName: o200k_base\nSample: ([\s\S]*?)\nEncoded: \[(.*?)\]/g,
  )) {
    real += (encoded ?? '').split(',').length
    estimated += estimateTextTokens(sample ?? '')
  }
  expect(real).toBeGreaterThan(1_000)
  expect(estimated / real).toBeGreaterThan(1)
  expect(estimated / real).toBeLessThan(2)
})
