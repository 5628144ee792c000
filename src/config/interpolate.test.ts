import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interpolate } from './interpolate.ts'

const ENV = { A: 'one', _b2: 'two', EMPTY: '', NESTED: '${A}' }

test.each([
  ['plain', 'plain'],
  ['${A}', 'one'],
  ['<${A}${_b2}>', '<onetwo>'],
  ['${A:-other}', 'one'],
  ['${NONE:-other}', 'other'],
  ['${NONE:-}', ''],
  ['${NONE:-a:-b $ {c}', 'a:-b $ {c'],
  ['${EMPTY}', ''],
  ['${EMPTY:-other}', 'other'],
  ['${NESTED}', '${A}'],
  ['$${A}', '${A}'],
  ['$$${A}', '$${A}'],
  ['$A {A} $', '$A {A} $'],
])('%s becomes %s', (text, expected) => {
  expect(interpolate(text, ENV)).toEqual({ text: expected, faults: [] })
})

test.each(['${', '${}', '${A', '${1A}', '${A-x}', '${A B}', '${A:x}', '${:-x}'])(
  '%s is malformed',
  (text) => {
    expect(interpolate(text, ENV).faults).toEqual([expect.stringContaining('malformed')])
  },
)

test('each missing variable is named', () => {
  expect(interpolate('${X} ${A} ${Y}', ENV).faults).toEqual([
    'needs the environment variable X, which is not set',
    'needs the environment variable Y, which is not set',
  ])
})

test('text without a reference passes unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!text.includes('${'))
      expect(interpolate(text, ENV)).toEqual({ text, faults: [] })
    }),
  )
})

test('any text can be written with the escape', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', '${') }), (text) => {
      fc.pre(!text.includes('$${')) // A `$` before a reference cannot be told from its escape.
      expect(
        interpolate(
          text.replaceAll('${', () => '$${'),
          ENV,
        ),
      ).toEqual({ text, faults: [] })
    }),
  )
})
