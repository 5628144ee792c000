import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTooDeep } from './json-depth.ts'

const PADDING = ' '.repeat(2_048)
const nested = (depth: number, inner = '') => '['.repeat(depth) + inner + ']'.repeat(depth)

test.each([
  [512, false],
  [513, true],
  [1_000_000, true],
])('%i lists in each other', (depth, tooDeep) => {
  expect(isTooDeep(Buffer.from(PADDING + nested(depth)))).toBe(tooDeep)
  expect(isTooDeep(Buffer.from(PADDING + nested(depth).replaceAll('[', '{"a":').replaceAll(']', '}')))).toBe(
    tooDeep,
  )
})

test('many beside each other are not deep', () => {
  expect(isTooDeep(Buffer.from(`[${'[[]],'.repeat(10_000)}0]`))).toBe(false)
})

test('brackets in strings are only text, whatever is escaped before the quote', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 500, max: 520 }), (text, depth) => {
      const string = JSON.stringify(`${text}${'['.repeat(600)}${text}`)
      const body = PADDING + nested(depth, `${string},${string}`)
      expect(isTooDeep(Buffer.from(body))).toBe(depth > 512)
    }),
  )
})

test('a string without an end is left to the parser', () => {
  expect(isTooDeep(Buffer.from(`${PADDING}["${'['.repeat(600)}`))).toBe(false)
})
