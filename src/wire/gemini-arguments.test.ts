import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../core/json.ts'
import { GeminiArguments } from './gemini-arguments.ts'

/** A tree of arguments as the API streams one: leaf by leaf, long strings in two pieces. */
function pieces(value: JsonValue, jsonPath: string): JsonObject[] {
  if (typeof value === 'string') {
    const middle = Math.floor(value.length / 2)
    const head = { jsonPath, stringValue: value.slice(0, middle), willContinue: true }
    return [head, { jsonPath, stringValue: value.slice(middle) }]
  }
  if (typeof value === 'number') return [{ jsonPath, numberValue: value }]
  if (typeof value === 'boolean') return [{ jsonPath, boolValue: value }]
  if (value === null) return [{ jsonPath, nullValue: 'NULL_VALUE' }]
  if (Array.isArray(value)) return value.flatMap((item: JsonValue, at) => pieces(item, `${jsonPath}[${at}]`))
  return Object.entries(value).flatMap(([name, item]) => pieces(item ?? null, `${jsonPath}${step(name)}`))
}

function step(name: string): string {
  return /^[a-z]+$/i.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, '\\$&')}']`
}

/** Objects and arrays that hold something: an empty one has no leaf, so the API has no way to say it. */
const tree = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  object: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie('value'), { minKeys: 1, maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('object'),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
  ),
})).object

test('arguments put together from their leaves are the arguments', () => {
  fc.assert(
    fc.property(tree, (args) => {
      const whole = new GeminiArguments()
      for (const piece of pieces(args, '$')) whole.add([piece])
      expect(JSON.parse(whole.text())).toEqual(JSON.parse(JSON.stringify(args)))
    }),
  )
})

test('a name that JavaScript knows is a name like any other', () => {
  const args = new GeminiArguments()
  args.add([{ jsonPath: '$.__proto__.polluted', boolValue: true }])
  expect(args.text()).toBe('{"__proto__":{"polluted":true}}')
  expect({}).not.toHaveProperty('polluted')
})

test('paths that name no single place, and wild indexes, are left out', () => {
  const args = new GeminiArguments()
  for (const jsonPath of ['$', 'a', '$.a[*]', '$..a', '$.a[999999999]', '$.a[-1]', '$.a b[']) {
    args.add([{ jsonPath, stringValue: 'x' }])
  }
  args.add('nonsense')
  args.add([{ jsonPath: '$.ok' }, 7])
  expect(args.text()).toBe('{}')
})
