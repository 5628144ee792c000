import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from './seeded.ts'
import { lorem, piecesOf, tokensOf } from './text.ts'

test('cutting loses nothing, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(tokensOf(text).join('')).toBe(text)
      expect(piecesOf(text).join('')).toBe(text)
      expect(piecesOf(text).every((piece) => piece.length > 0 && piece.isWellFormed())).toBe(true)
    }),
  )
})

test('seeded text has the tokens asked for, and is the same for the same seed only', () => {
  for (const count of [0, 1, 2, 64, 1_000]) {
    const words = lorem(seededRandom('one'), count)
    expect(words).toHaveLength(count)
    expect(tokensOf(words.join(''))).toEqual(words)
  }
  expect(lorem(seededRandom('one'), 64)).toEqual(lorem(seededRandom('one'), 64))
  expect(lorem(seededRandom('one'), 64)).not.toEqual(lorem(seededRandom('two'), 64))
})

test('seeded text is not plain ASCII', () => {
  expect(lorem(seededRandom('one'), 500).join('')).toMatch(/[^\0-\x7f]/)
})
