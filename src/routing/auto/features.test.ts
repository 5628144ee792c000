import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatRequest } from '../../core/request.fixture.ts'
import { MARKS, textFeatures } from './features.ts'
import { cutText, promptText, TEXT_CHARS_MAX } from './prompt-text.ts'
import { quickestMs } from './quickest.fixture.ts'
import { scanText } from './scan.ts'
import { BUCKETS } from './words.ts'

const TEXTS = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

function mark(text: string, name: string): number {
  const index = MARKS.findIndex((each) => each.name === name)
  return textFeatures(text).marks[index] ?? Number.NaN
}

test('any text has finite features, the same each time, and each bucket once', () => {
  fc.assert(
    fc.property(TEXTS, (text) => {
      const features = textFeatures(text)
      expect(textFeatures(text)).toEqual(features)
      expect(features.marks).toHaveLength(MARKS.length)
      expect(features.marks.every(Number.isFinite)).toBe(true)
      expect(new Set(features.buckets).size).toBe(features.buckets.length)
      expect(features.buckets.every((bucket) => bucket < BUCKETS)).toBe(true)
    }),
  )
})

test.each([
  ['Is it so?', 'is IT so'],
  ['ÜBER Ärger', 'über ärger'],
  ['ПРИВЕТ, мир', 'привет мир'],
  ['你好，世界', '你 好 世 界'],
])('the words of %j are those of %j', (one, other) => {
  expect(textFeatures(one).buckets).toEqual(textFeatures(other).buckets)
})

test('a word is told from another, and from itself with one letter more', () => {
  const words = ['river', 'rivers', 'r', 'rive', 'ρίβερ', 'река', '河']
  const buckets = words.map((word) => textFeatures(word).buckets[0])
  expect(new Set(buckets).size).toBe(words.length)
})

test('what is counted', () => {
  const scan = scanText(
    'The area of 3 × 40 is ____, "so" {it} says; or?\n(A) $12\nb) Twelve\nC. x = 1.5\nD is none.',
  )
  expect(scan).toMatchObject({
    digits: 7,
    numbers: 5,
    capitals: 5,
    names: 2,
    maths: 2,
    code: 10,
    commas: 1,
    quotes: 2,
    questions: 1,
    sentences: 4,
    lines: 4,
    beyondAscii: 1,
    gaps: 3,
    choices: { count: 3, numeric: 1, chars: 4 + 7 + 8 },
  })
})

test('a line of choices is known by its letter and its stop', () => {
  expect(mark('Which?\nA. 1\nB. 2', 'choices')).toBe(1)
  expect(mark('Which?\nA. 1\nB. 2', 'numeric-choices')).toBe(1)
  expect(mark('A dog.\nBut no cat.\n(x\n(', 'choices')).toBe(0)
})

test('of a text of 8,000 units all is read, and of a longer one the beginning and the end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 * TEXT_CHARS_MAX }), (length) => {
      const text = 'b' + 'x'.repeat(length) + 'e'
      const cut = cutText(text)
      expect(cut.length).toBe(Math.min(text.length, TEXT_CHARS_MAX))
      expect([cut[0], cut.at(-1)]).toEqual(['b', 'e'])
    }),
  )
})

test.each([
  ['one word', 'a'.repeat(1_000_000)],
  ['words of one letter', 'a '.repeat(500_000)],
  ['lines of choices', 'A.\n'.repeat(333_333)],
  ['ideographs', '的'.repeat(1_000_000)],
  ['halves of pairs', '\ud83d'.repeat(1_000_000)],
])('a megabyte of %s takes no longer than what is kept of it', (_, text) => {
  expect(textFeatures(text)).toEqual(textFeatures(cutText(text)))
  expect(quickestMs(() => textFeatures(text))).toBeLessThan(5)
})

test('the last user turn that says something is what is asked', () => {
  const text = (words: string) => ({ type: 'text' as const, text: words })
  const request = chatRequest({
    messages: [
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'user', parts: [text('One?')] },
      { role: 'assistant', parts: [text('1')] },
      { role: 'user', parts: [text('Two?'), text('Or three?')] },
      { role: 'assistant', parts: [{ type: 'tool-call', id: 'c', name: 'add', arguments: '{}' }] },
      { role: 'tool', parts: [{ type: 'tool-result', callId: 'c', parts: [text('3')], isError: false }] },
      { role: 'user', parts: [{ type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } }] },
    ],
  })
  expect(promptText(request)).toBe('Two?\nOr three?')
  expect(promptText(chatRequest())).toBe('')
})

test('a turn of many parts is cut like one', () => {
  const parts = Array.from({ length: 5_000 }, (_, index) => ({
    type: 'text' as const,
    text: `part ${index}`,
  }))
  const prompt = promptText(chatRequest({ messages: [{ role: 'user', parts }] }))
  expect(prompt.length).toBe(TEXT_CHARS_MAX)
  expect(prompt.startsWith('part 0\n') && prompt.endsWith('\npart 4999')).toBe(true)
})
