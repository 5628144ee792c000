import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readVector, vectorFromBase64, vectorToBase64 } from './vector.ts'

test('floats of 32 bits come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true })), (numbers) => {
      expect(vectorFromBase64(vectorToBase64(numbers))).toEqual(numbers)
    }),
  )
})

test('as OpenAI writes them', () => {
  expect(vectorToBase64([1, -2])).toBe('AACAPwAAAMA=')
})

test.each([[null], [{}], [[]], [['1']], [7]])('%j is no vector', (value) => {
  expect(readVector(value)).toBeNull()
})
