import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedToolNames, wireToolName } from './tool-names.ts'

test('every name becomes one that Gemini takes, and only those it refuses are changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      const wire = wireToolName(name)
      expect(wire).toMatch(/^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/)
      expect(wireToolName(wire)).toBe(wire)
    }),
  )
})

test('names come back, also those that differ only where they had to be changed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 80 })), (names) => {
      const changed = changedToolNames(names)
      expect(names.map(wireToolName).map((wire) => changed.get(wire) ?? wire)).toEqual(names)
    }),
  )
  expect(new Set(['a b', 'a\tb', 'a/b', 'ä', 'ö', ''].map(wireToolName)).size).toBe(6)
})
